"""The workspace of those who answer: behind the login, under /arbeidsflate/."""
