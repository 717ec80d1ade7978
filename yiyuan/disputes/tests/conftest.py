"""A marriage register, and who doubts it."""

from datetime import date

import pytest

from yiyuan.disputes import services
from yiyuan.disputes.types import Channel, Doubt, Said

SAID = Said(record="J000001", detail="登记日期与纸质档案不一致", should_be="2026-01-12")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def doubted(cast, clock):
    """File a recheck at a place on 2026-09-24 (a Thursday): the recheck, its provider's officer, who filed it."""

    def file(place="wuhu", *, channel=Channel.PLATFORM, **said):
        clock.set(date(2026, 9, 24))
        cast.place = place
        cast.organisation("bureau")
        resource = cast.resource("civil_affairs")
        filer = cast.person("housing_fund")
        made = services.file_recheck(
            resource.id,
            actor=filer,
            doubt=Doubt.WRONG,
            said=Said(**said) if said else SAID,
            channel=channel,
            items=["登记日期"],
        )
        return made, cast.person("civil_affairs"), filer

    return file
