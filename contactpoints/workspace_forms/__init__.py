"""Forms of the workspace: a contact point's page, its times, and who covers what."""
