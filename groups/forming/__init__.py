"""From waiting people to a running group."""
