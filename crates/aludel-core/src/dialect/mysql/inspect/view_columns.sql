(SELECT CAST(JSON_OBJECTAGG(ordinal_position, column_name) AS CHAR) FROM information_schema.columns
    WHERE columns.table_schema = views.table_schema AND columns.table_name = views.table_name)
