SELECT current_schema(), current_setting('search_path'), current_setting('standard_conforming_strings')
