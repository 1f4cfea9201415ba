"""The settings for mypy, which reads them without starting a test run: the same, in the environment of the tests."""

from tests import environment

environment.prepare()

from linkportal.settings import *  # noqa: E402, F403 - the environment has to be there first
