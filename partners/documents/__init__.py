"""Documents of projects and grants: which files are taken, and how they are kept."""
