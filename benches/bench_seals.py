"""How many files a second one core lays out, seals and verifies.

    python -m benches.bench_seals [files]

A licence on its side: table, photo, QR code, a seal of 42 mm; each with another holder. Prints one JSON object a line.
Goals are rates (files a second); "of_sm2" says each as a part of what libcrypto signs in the same run, so that runs on
other machines compare.
"""

import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from yiyuan.seals import contents, esl, layout, layouts, ofd, oids, pdf, pictures, sm2, verifying
from yiyuan.seals.authority import DEMO, Authority
from yiyuan.seals.checks import Result
from yiyuan.seals.layout import Box, Photo

GOALS = {"sealed OFD": 100, "sealed PDF": 40, "verified OFD": 300, "verified PDF": 300}
NOW = datetime(2026, 9, 24, 2, tzinfo=UTC)
NAME = "社会组织登记证书"
ITEMS = ["法定代表人", "业务范围", "住所"]


def _rate(run: Callable[[int], object], times: int) -> float:
    """A second of this process, after one to warm up."""
    run(0)
    begun = time.process_time()
    for number in range(times):
        run(number)
    return times / (time.process_time() - begun)


def _say(name: str, value: float, *, signs: float) -> bool:
    line: dict[str, object] = {"name": name, "value": round(value, 1), "unit": "1/s", "of_sm2": round(value / signs, 4)}
    if goal := GOALS.get(name):
        line |= {"limit": goal, "ratio": round(value / goal, 2), "goal": 1.0, "met": value >= goal}
    print(json.dumps(line, ensure_ascii=False), flush=True)
    return value >= GOALS.get(name, 0)


def main(files: int) -> int:
    photo = io.BytesIO()
    Image.effect_noise((295, 413), 60).convert("RGB").save(photo, "JPEG")
    read = layouts.read(layouts.default(NAME, ITEMS), version=1)
    plan = layout.Layout(NAME, 1, read.width, read.height, [*read.elements, Photo(Box(240, 150, 22, 30), "照片")])
    values = {
        layouts.NAME: NAME,
        layouts.CODE: "51340200999900001A",
        layouts.NUMBER: "芜社字0001",
        layouts.GRANTED: "2026-09-01",
        layouts.VALID: "2026-09-01 至 2030-08-31",
        layouts.IDENTIFIER: "1.2.156.3005.2.51340200999900001A001",
        layouts.ISSUER: "市民政局",
        layouts.NOTE: DEMO,
        "法定代表人": "张三",
        "业务范围": "开展志愿服务、社区公益活动；承接政府购买服务项目，组织培训与交流。",
        "住所": "镜湖区某某路 1 号",
    }
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        maker, holder = authority.maker(at=NOW), _holder(authority, oids.SM2)
        other, root = _holder(authority, oids.P256), authority.root(oids.P256, at=NOW)
        picture = pictures.round_seal("市民政局", DEMO)
        seal = esl.make_seal(
            number="34020000000001",
            name="市民政局",
            picture=picture,
            millimetres=(42, 42),
            users=[holder.certificate],
            valid_from=NOW,
            valid_until=NOW + timedelta(days=365),
            maker=maker.key,
            maker_certificate=maker.certificate,
            at=NOW,
        )
        stamp, trust = ofd.Stamp(seal, holder.key, holder.certificate), authority.trust(at=NOW)

        def page(number: int) -> layout.Page:
            changing = {layouts.HOLDER: f"晨光志愿服务队{number}", layouts.ADDRESS: f"https://a.test/{number:022d}"}
            return layout.fill(plan, values | changing, {"照片": photo.getvalue()})

        def as_ofd(number: int) -> bytes:
            return ofd.write(page(number), about={"ZZMC": NAME}, at=NOW, stamp=stamp)

        def as_pdf(number: int) -> bytes:
            drawn = page(number)
            plain = pdf.write(drawn, about={"ZZMC": NAME})
            return pdf.sign(
                plain,
                page=drawn,
                signer=other.key,
                certificate=other.certificate,
                links=[root.certificate],
                picture=picture,
                at=NOW,
            )

        made = [as_ofd(number) for number in range(50)]
        second = as_pdf(0)
        assert verifying.verify(made[0], trust=trust, now=NOW).result is Result.WELL
        assert contents.same(contents.of_ofd(made[0]), contents.of_pdf(second))
        secret = sm2.generate()
        signs = _rate(lambda _: sm2.sign(secret, b"x" * 1000), 3000)
        well = [_say(f"SM2 signatures, {sm2.backend()}", signs, signs=signs)]
        well.append(_say("sealed OFD", _rate(as_ofd, files), signs=signs))
        well.append(_say("sealed PDF", _rate(as_pdf, files), signs=signs))
        each = _rate(lambda number: verifying.verify(made[number % 50], trust=trust, now=NOW), files * 3)
        well.append(_say("verified OFD", each, signs=signs))
        again = _rate(lambda _: verifying.verify(second, trust=trust, now=NOW), files)
        well.append(_say("verified PDF", again, signs=signs))
    return 0 if all(well) else 1


def _holder(authority: Authority, algorithm: str):  # noqa: ANN202 - a key with its certificate
    return authority.holder("bench", words="市民政局", organisation="市民政局", algorithm=algorithm, at=NOW)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 300))
