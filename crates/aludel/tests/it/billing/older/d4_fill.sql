-- fill
--
-- revision: d4
-- revises: c3

-- aludel: upgrade
