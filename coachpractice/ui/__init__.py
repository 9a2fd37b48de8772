"""How pages look: shells, tags, formats, forms, headers, language, error pages. Knows no table."""
