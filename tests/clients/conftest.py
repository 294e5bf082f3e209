import pytest
from tests.calendar.samples import synthetic_feeds
from tests.feeds import example_feeds

Feeds = tuple[tuple[str, bytes], ...]


@pytest.fixture(scope="session")
def feeds() -> Feeds:
    """Feeds by name: hostile ones made for the purpose, and all of the example vault."""
    examples = {f"example: {name}": data for name, data in example_feeds().items()}
    assert examples, "the example vault has feeds"
    return tuple((synthetic_feeds() | examples).items())
