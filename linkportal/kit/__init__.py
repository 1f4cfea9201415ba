"""What every app needs and no app owns. It imports no app."""
