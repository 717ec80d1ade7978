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
OPERATOR = ("wuhu.centre.operator", PASSWORD)
JIAOZUO = ("jiaozuo.bureau.bureau", PASSWORD)
LIYANG = ("liyang.civil.officer", PASSWORD)

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
    Shot("40-notices", "/notices/", OFFICER),
    Shot("41-wishes", "/notices/wishes/", OFFICER),
    Shot("42-explain", "/", OFFICER, follow=("main a[href*='/law/explain/']",)),
    Shot("43-what-if", "/law/what-if/", OFFICER),
    Shot("44-consultations", "/consultations/", BUREAU),
    Shot("45-consultation", "/consultations/", BUREAU, follow=(ROW,)),
    Shot("46-consultation-new", "/consultations/new/", BUREAU),
    Shot("47-issues", "/issues/", BUREAU),
    Shot("48-issue", "/issues/", BUREAU, follow=(ROW,)),
    Shot("49-issue-new", "/issues/new/", OFFICER),
    Shot("50-bodies", "/organisations/", BUREAU),
    Shot("51-body", "/organisations/", BUREAU, follow=(ROW,)),
    Shot("52-own-body", "/organisations/own/", OFFICER),
    Shot("53-delegations", "/me/delegations/", HEAD),
    Shot("54-acts", "/admin/acts/", ADMIN),
    Shot("55-needs", "/sharing/needs/", OFFICER),
    Shot("56-need-new", "/sharing/needs/new/", OFFICER),
    Shot("57-provisions", "/sharing/provisions/", OFFICER),
    Shot("58-tasks", "/sharing/tasks/", OFFICER),
    Shot("59-task", "/sharing/tasks/", OFFICER, follow=(ROW,)),
    Shot("60-demands", "/sharing/demands/", OFFICER),
    Shot("61-demand", "/sharing/demands/", OFFICER, follow=(ROW,)),
    Shot("62-upkeep", "/sharing/upkeep/", BUREAU),
    Shot("63-uses", "/exchange/uses/", BUREAU),
    Shot("64-handovers", "/sharing/handovers/", HEAD),
    Shot("65-handover", "/sharing/handovers/", HEAD, follow=(ROW,)),
    Shot("66-chain", "/sharing/chain/", HEAD),
    Shot("67-me", "/me/", OFFICER),
    Shot("68-sheets", "/catalog/sheets/", OFFICER),
    Shot("69-workbooks", "/catalog/workbooks/", OFFICER),
    Shot("70-hand-in", "/intake/hand-in/", OFFICER),
    Shot("71-hand-in-file", "/intake/hand-in/", OFFICER, follow=(ROW,)),
    Shot("72-sendings", "/notices/sendings/", ADMIN),
    Shot("73-paper", "/sharing/sent/?state=granted", FUND, follow=(ROW, "a[href*='/papers/']")),
    Shot("74-signal-new", "/signals/new/", BUREAU),
    Shot("75-docs", "/sharing/got/", CONSUMER, follow=(ROW, "a[href$='/docs/']")),
    Shot("76-article", "/law/", BUREAU, follow=("main a[href*='/law/texts/']", "main a[href^='/law/']")),
    Shot("77-year", "/calendar/", BUREAU, follow=("main a[href^='/calendar/']",)),
    Shot("78-audit-officer", "/audit/", OFFICER),
    Shot("79-grant-own", "/sharing/got/", FUND, follow=(ROW,)),
    Shot("80-decide-bureau", "/desk/todo/", BUREAU),
    Shot("81-liyang-desk", "/", LIYANG),
    Shot("82-auditor-desk", "/", AUDITOR),
    Shot("83-admin-desk", "/", ADMIN),
    Shot("84-draft", "/catalog/own/?state=draft", OFFICER, follow=(ROW,)),
    Shot("85-deliveries-auditor", "/exchange/deliveries/", AUDITOR),
    Shot("86-delivery", "/exchange/deliveries/", AUDITOR, follow=(ROW,)),
    Shot("87-change-events", "/catalog/changes/", OFFICER),
    Shot("88-change-new", "/catalog/changes/new/", OFFICER),
    Shot("89-demand-list", "/catalog/demands/", OFFICER),
    Shot("90-duties", "/catalog/duties/", OFFICER),
    Shot("91-negative", "/catalog/negative/", OFFICER),
    Shot("92-lists", "/catalog/lists/", BUREAU),
    Shot("93-guides", "/catalog/guides/", BUREAU),
    Shot("94-elements", "/elements/", OFFICER),
    Shot("95-challenges", "/catalog/challenges/", OFFICER),
    Shot("96-systems", "/catalog/systems/", OFFICER),
    Shot("97-licences", "/catalog/licences/", OFFICER),
    Shot("b0-licences", "/licences/", OFFICER),
    Shot("b1-licence", "/licences/?state=suspended", OFFICER, follow=(ROW,)),
    Shot("b2-make", "/licences/make/", OFFICER),
    Shot("b3-new", "/licences/make/", OFFICER, follow=("main a.btn-primary",)),
    Shot("b4-sheet", "/licences/make/", OPERATOR, follow=("main a[href$='/sheet/']",)),
    Shot("b5-making", "/licences/make/", OPERATOR, follow=("main a[href*='/makings/']",)),
    Shot("b6-uses", "/licences/uses/", BUREAU),
    Shot("b7-use", "/licences/use/", FUND),
    Shot("b8-objections", "/licences/objections/", BUREAU),
    Shot("b9-objection", "/licences/objections/", OFFICER, follow=(ROW,)),
    Shot("c0-officers", "/licences/officers/", OPERATOR),
    Shot("c1-figures", "/licences/figures/", BUREAU),
    Shot("c2-history", "/licences/?origin=history", OFFICER, follow=(ROW,)),
    Shot("98-projects", "/projects/", BUREAU),
    Shot("99-project", "/projects/", OFFICER, follow=(ROW,)),
    Shot("90-rechecks", "/disputes/", BUREAU),
    Shot("91-recheck", "/disputes/?name=婚姻", OFFICER, follow=(ROW,)),
    Shot("92-recheck-outside", "/recheck/"),
    Shot("93-assessments", "/assessments/", BUREAU),
    Shot("94-assessment", "/assessments/", HEAD, follow=(ROW,)),
    Shot("95-assessment-scheme", "/assessments/schemes/", BUREAU, follow=(ROW,)),
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
