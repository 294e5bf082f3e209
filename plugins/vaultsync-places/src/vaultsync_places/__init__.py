"""Where towns lie, from tables on this computer: ``vaultsync near`` then knows who is within 50 kilometres."""

from collections.abc import Iterator

from vaultsync import Context, Location, PluginInfo, hookimpl
from vaultsync_places.atlas import atlas_in

SOURCE = "GeoNames"


@hookimpl
def vaultsync_info() -> PluginInfo:
    """Describe the plugin."""
    return PluginInfo(name="places", summary="Knows where towns lie, for vaultsync near.", api="1.1")


@hookimpl
def vaultsync_locate(places: tuple[str, ...], ctx: Context) -> Iterator[Location]:
    """Say where each place lies whose town is known."""
    with atlas_in(ctx.folder()) as atlas:
        for place in places:
            town = atlas.find(place)
            if town is not None:
                yield Location(
                    place=place,
                    latitude=town.latitude,
                    longitude=town.longitude,
                    name=town.shown,
                    country=town.country,
                    source=SOURCE,
                )
