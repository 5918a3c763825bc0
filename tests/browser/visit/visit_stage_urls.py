"""The product's addresses, and those of the officer's bare page."""

from lapak.config.urls import urlpatterns as product_patterns
from tests.browser.call.call_stage_urls import urlpatterns as stage_patterns

urlpatterns = [*product_patterns, *stage_patterns[:4]]
