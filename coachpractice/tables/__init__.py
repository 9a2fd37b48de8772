"""CSV and XLSX in and out: what came in is text with its line, what goes out is never a formula.

`reading.read` takes a file apart, `sheets.preview` holds it against a description of its columns,
`writing.csv_file` and `writing.xlsx_file` make files that `reading` gives back unchanged.
"""
