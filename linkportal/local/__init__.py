"""What `make run`, `make test` and `manage.py` need on a developer's machine, and production does not."""
