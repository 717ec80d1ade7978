"""Pictures of every main page of the demo. Starts a demo of its own if none answers on YIYUAN_PORT."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tools.shots import FOLDER, Shot, take

ROOT = Path(__file__).parents[1]
PASSWORD = "Yiyuan-demo-1"
PORT = int(os.environ.get("YIYUAN_PORT", "8000"))
ROW = "main tbody th a"
BASE = f"http://127.0.0.1:{PORT}"

HEAD = ("wuhu.civil.head", PASSWORD)
OFFICER = ("wuhu.civil.officer", PASSWORD)
CONSUMER = ("wuhu.land.officer", PASSWORD)
FUND = ("wuhu.fund.officer", PASSWORD)
BUREAU = ("wuhu.bureau.bureau", PASSWORD)
ADMIN = ("wuhu.bureau.admin", PASSWORD)
AUDITOR = ("wuhu.inspection.auditor", PASSWORD)
JIAOZUO = ("jiaozuo.bureau.bureau", PASSWORD)

SHOTS = [
    Shot("01-login", "/login/"),
    Shot("02-desk-head", "/", HEAD),
    Shot("03-desk-officer", "/", OFFICER),
    Shot("04-desk-bureau", "/desk/overseen/", BUREAU),
    Shot("05-catalog", "/catalog/", FUND),
    Shot("06-catalog-search", "/catalog/?q=hunyin", FUND),
    Shot("07-resource", "/catalog/?q=婚姻登记信息", FUND, follow=(ROW,)),
    Shot("08-own", "/catalog/own/", OFFICER),
    Shot("09-new", "/catalog/new/", OFFICER),
    Shot("10-batches", "/intake/", OFFICER),
    Shot("11-batch", "/intake/", OFFICER, follow=(ROW,)),
    Shot("12-pools", "/pools/", OFFICER),
    Shot("13-pool", "/pools/", OFFICER, follow=(ROW,)),
    Shot("14-received", "/sharing/received/", HEAD),
    Shot("15-decide", "/sharing/received/?state=sent", HEAD, follow=(ROW, "a[href$='/decide/']")),
    Shot("16-sent", "/sharing/sent/", FUND),
    Shot("17-application", "/sharing/sent/", FUND, follow=(ROW,)),
    Shot("18-given", "/sharing/given/", HEAD),
    Shot("19-grant", "/sharing/got/", CONSUMER, follow=(ROW,)),
    Shot("20-apply", "/catalog/?q=社会保险", FUND, follow=(ROW, "a[href*='/sharing/apply/']")),
    Shot("21-law", "/law/", BUREAU),
    Shot("22-law-profile", "/law/profile", BUREAU),
    Shot("23-calendar", "/calendar/", BUREAU),
    Shot("24-signals", "/signals/", BUREAU),
    Shot("25-signal", "/signals/", BUREAU, follow=(ROW,)),
    Shot("26-audit", "/audit/", AUDITOR),
    Shot("27-audit-verify", "/audit/verify/", AUDITOR),
    Shot("28-admin", "/admin/organisations/", ADMIN),
    Shot("29-tokens", "/me/tokens/", OFFICER),
    Shot("30-jiaozuo-desk", "/", JIAOZUO),
    Shot("31-deliveries", "/exchange/deliveries/", BUREAU),
    Shot("32-trace", "/law/trace", BUREAU),
    Shot("33-api", "/api/v1/docs", BUREAU),
    Shot("34-key", "/law/keys/sharing.reply?region=340200", BUREAU),
]


def answers() -> bool:
    try:
        with urllib.request.urlopen(f"{BASE}/healthz", timeout=2) as reply:
            return reply.status == 200
    except OSError:
        return False


def main() -> int:
    demo = None
    if not answers():
        demo = subprocess.Popen([sys.executable, "-m", "yiyuan.config.cli", "demo", "--json"], cwd=ROOT)
        for _ in range(600):
            if answers():
                break
            time.sleep(0.5)
    wanted = set(sys.argv[1:])
    shots = [s for s in SHOTS if not wanted or any(re.match(w, s.name) for w in wanted)]
    try:
        complaints = take(BASE, shots, folder=FOLDER)
    finally:
        if demo:
            demo.terminate()
            demo.wait(60)
    print(json.dumps(complaints, ensure_ascii=False, indent=1))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
