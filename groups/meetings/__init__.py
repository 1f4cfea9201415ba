"""Events: planning them, signing up for them, and calendars that follow them."""
