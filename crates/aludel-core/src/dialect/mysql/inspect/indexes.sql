SELECT NULLIF(table_schema, DATABASE()), table_name, index_name, non_unique, column_name, collation, sub_part,
    index_type, index_comment, {hidden}, {expression}
FROM information_schema.statistics
WHERE table_schema {databases}
ORDER BY table_schema, table_name, index_name, seq_in_index
