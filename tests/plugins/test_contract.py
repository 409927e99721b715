"""The provider contract, for the plugged-in providers."""

from tests.providers.test_contract import *  # noqa: F403
