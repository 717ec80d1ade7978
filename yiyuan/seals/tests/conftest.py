import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from yiyuan.seals import esl, layout, ofd, oids, pdf, pictures
from yiyuan.seals.authority import DEMO, Authority
from yiyuan.seals.layout import Box, Code, Frame, Layout, Photo, SealPlace, Table, Text

NOW = datetime(2026, 9, 24, 2, tzinfo=UTC)
LICENCE = Layout(
    "社会组织登记证书",
    1,
    297,
    210,
    [
        Frame(Box(10, 10, 277, 190), 0.8, layout.RED),
        Text(Box(30, 22, 237, 16), "{证照名称}", 30, "centre"),
        Table(Box(35, 48, 160, 100), [("持证主体", "{持证主体}"), ("业务范围", "{业务范围}")]),
        Photo(Box(210, 48, 30, 40), "照片"),
        Code(Box(210, 100, 32, 32), "{核验}"),
        SealPlace(Box(205, 140, 42, 42)),
    ],
)
VALUES = {
    "证照名称": "社会组织登记证书",
    "持证主体": "晨光志愿服务队（𬭁㛃䶮𫍽喆珺）",
    "业务范围": "开展志愿服务；承接 ABC-123 services & <projects> 的项目。" * 3,
    "核验": "https://example.test/v/abcdefghijklmnop",
}


def photo(kind="JPEG"):
    content = io.BytesIO()
    Image.new("RGB", (60, 80), (90, 130, 180)).save(content, kind)
    return content.getvalue()


class Office:
    """A body with its seal, in the hands of the local authority."""

    def __init__(self, folder):
        self.authority = Authority(folder)
        maker = self.authority.maker(at=NOW)
        self.holder = self.of(oids.SM2)
        self.picture = pictures.round_seal("市民政局", DEMO)
        self.said = {
            "number": "34020000000001", "name": "市民政局公章", "picture": self.picture, "millimetres": (42, 42),
            "users": [self.holder.certificate], "valid_from": NOW, "valid_until": NOW + timedelta(days=365),
            "maker": maker.key, "maker_certificate": maker.certificate, "at": NOW,
        }  # fmt: skip
        self.seal = esl.make_seal(**self.said)
        self.trust = self.authority.trust(at=NOW)
        self.page = layout.fill(LICENCE, VALUES, {"照片": photo()})

    def of(self, algorithm, name="civil"):
        return self.authority.holder(name, words="市民政局公章", organisation="市民政局", algorithm=algorithm, at=NOW)

    def ofd(self, *, at=NOW, holder=None, **seal):
        holder = holder or self.holder
        made = esl.make_seal(**self.said | seal) if seal else self.seal
        stamp = ofd.Stamp(made, holder.key, holder.certificate)
        return ofd.write(self.page, about={"ZZMC": "社会组织登记证书"}, at=at, stamp=stamp)

    def pdf(self, algorithm=oids.SM2, *, at=NOW):
        holder, root = self.of(algorithm), self.authority.root(algorithm, at=NOW)
        plain = pdf.write(self.page, about={"ZZMC": "社会组织登记证书"})
        return pdf.sign(
            plain, page=self.page, signer=holder.key, certificate=holder.certificate, links=[root.certificate],
            picture=self.picture, at=at,
        )  # fmt: skip


@pytest.fixture(scope="session")
def office(tmp_path_factory):
    return Office(tmp_path_factory.mktemp("office") / "authority")
