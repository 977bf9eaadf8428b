from typing import Any

import pytest

from tests.router.batch.stub import StubRouter


@pytest.fixture
def stub() -> Any:
    return StubRouter()
