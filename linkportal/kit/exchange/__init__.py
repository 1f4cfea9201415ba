"""Lists as files: out of the admin as XLSX and CSV, and into it after one has seen what would happen.

`ExportAdmin` (exporting.py) and `ImportAdmin` (importing.py) are mixed into an admin that names a `ScopedResource`
(resources.py): its columns are what stands in the file, both ways.
"""
