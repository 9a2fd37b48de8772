from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from coachpractice.jobs.health import report
from coachpractice.registry.doors import public


@public
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether the installation is well, for whoever watches it: 200 or 503."""
    found = report()
    return JsonResponse(found, status=200 if found["state"] == "well" else 503)
