"""
Profiles: `ci` is the same on every run, `again` and `once` are shorter; `dev` looks for something new, `deep` for long;
`noticing` asks only whether something fails, and looks for no smaller example.
"""

import os

from hypothesis import HealthCheck, Phase, settings

SLOW_WORLDS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=150, suppress_health_check=SLOW_WORLDS)
settings.register_profile("again", settings.get_profile("ci"), max_examples=40)
settings.register_profile("once", settings.get_profile("ci"), max_examples=10)
settings.register_profile(
    "noticing", settings.get_profile("ci"), max_examples=20, phases=[Phase.explicit, Phase.generate], report_multiple_bugs=False
)
settings.register_profile("dev", deadline=None, max_examples=150, suppress_health_check=SLOW_WORLDS)
settings.register_profile("deep", deadline=None, max_examples=5_000, suppress_health_check=SLOW_WORLDS)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))
