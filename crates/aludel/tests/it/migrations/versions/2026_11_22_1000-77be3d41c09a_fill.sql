-- fill
--
-- revision: 77be3d41c09a
-- revises: 3d41c09a77be

-- aludel: upgrade
SELECT 1;
