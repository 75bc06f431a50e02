"""How many random examples a test tries: few by default, many under `make test-all`.

The draws are the same every time, so that a build says the same of the same code; with
`FRESH_DRAWS=1` they are new in every run: for whoever looks for what nobody has seen.
"""

import os

from hypothesis import HealthCheck, settings

_PATIENT = (HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large)
_SAME = not os.environ.get("FRESH_DRAWS")

few = settings(max_examples=50, derandomize=_SAME, deadline=None, suppress_health_check=_PATIENT)
many = settings(max_examples=800, derandomize=_SAME, deadline=None, suppress_health_check=_PATIENT)
