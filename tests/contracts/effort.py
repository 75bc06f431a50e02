"""How many random examples a test tries: few by default, many under `make test-all`."""

from hypothesis import HealthCheck, settings

_PATIENT = (HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.data_too_large)

few = settings(max_examples=50, deadline=None, suppress_health_check=_PATIENT)
many = settings(max_examples=800, deadline=None, suppress_health_check=_PATIENT)
