"""A made-up register of persons for measuring: 12 columns, right check digits, about 166 bytes a row."""

import random
from datetime import date, timedelta
from pathlib import Path

from yiyuan.kernel.identifiers import citizen_check, uscc_check

HEADERS = (
    "身份证件号码",
    "姓名",
    "性别",
    "出生日期",
    "地址",
    "手机号码",
    "单位代码",
    "登记状态",
    "金额",
    "件数",
    "登记时间",
    "备注",
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀兰霞平刚桂英"
_STREETS = ("镜湖区中山路", "弋江区利民路", "鸠江区徽州大道", "湾沚区荆山北路", "无为市幼儿园路")


def write_people(path: Path, *, rows: int, seed: int = 1, changed_from: int | None = None, dirty: float = 0.0) -> None:
    """Write `rows` persons; the same seed gives the same keys.

    changed_from: rows from this one on carry another state.  dirty: share of rows with one broken cell.
    """
    luck = random.Random(seed)
    companies = []
    for _ in range(2000):
        body = "91340200" + "".join(luck.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=9))
        companies.append(body + uscc_check(body))
    start = date(1940, 1, 1)
    born = [start + timedelta(days=d) for d in range(28000)]
    pairs = [(b.isoformat(), b.strftime("%Y%m%d")) for b in born]
    breaks = random.Random(seed + 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADERS) + "\n")
        for n in range(rows):
            day, compact = pairs[(n * 7919) % 28000]
            body = f"3402{(n // 28000000) % 100:02d}{compact}{(n // 28000) % 1000:03d}"
            state = "注销" if changed_from is not None and n >= changed_from else "在册"
            cells = [
                body + citizen_check(body),
                luck.choice(_SURNAMES) + luck.choice(_GIVEN) + luck.choice(_GIVEN),
                "男" if n % 2 else "女",
                day,
                f"安徽省芜湖市{luck.choice(_STREETS)}{n % 999}号",
                f"13{luck.randrange(10**9):09d}",
                luck.choice(companies),
                state,
                f"{luck.randrange(10**7) / 100:.2f}",
                str(n % 97),
                f"2026-0{n % 9 + 1}-1{n % 10} 0{n % 10}:15:00",
                "" if n % 3 else "来自基层采集",
            ]
            if dirty and breaks.random() < dirty:
                which = breaks.choice((0, 1, 3, 6, 8))
                cells[which] = {0: "", 1: "", 3: "2026-02-30", 6: "91340200X", 8: "十元"}[which]
            file.write(",".join(cells) + "\n")


if __name__ == "__main__":
    import sys

    write_people(Path(sys.argv[1]), rows=int(sys.argv[2]), dirty=float(sys.argv[3]) if len(sys.argv) > 3 else 0.0)
