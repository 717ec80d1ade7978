"""An officer moves: what was in hand is listed and signed for."""

import pytest

from tests.support.pages import Browser
from yiyuan.kernel.actor import Function
from yiyuan.kernel.errors import NotAllowed
from yiyuan.sharing import services
from yiyuan.sharing.models import Application, Handover
from yiyuan.sharing.tests.test_services import ask


def test_what_was_in_hand_is_listed_and_drafts_change_hands(cast):
    granted, _, scope = ask(cast)
    services.grant_application(granted.id, actor=cast.person("civil_affairs", "head"), scope=scope)
    draft, _, _ = ask(cast, provider="police", consumer="civil_affairs", send=False, name="户籍登记信息")
    old = cast.person("civil_affairs")
    new = cast.person("civil_affairs", "second", functions=[Function.DATA_OFFICER])
    with pytest.raises(NotAllowed):
        services.hand_over(actor=new, from_account_id=old.account_id, to_account_id=new.account_id)
    head = Browser()
    head.force_login(cast.account("civil_affairs", "head"))
    same = {"from_account_id": str(old.account_id), "to_account_id": str(old.account_id)}
    assert head.post("/sharing/handovers/", same).status_code == 422
    made = head.post("/sharing/handovers/", {**same, "to_account_id": str(new.account_id)})
    assert made.status_code == 303
    sheet = head.get(made["Location"]).content.decode()
    due = Handover.objects.get().matters[0][2]
    for said in ("在办事项移交清单", "提供数据", due, "申请草稿：户籍登记信息", "接收人：＿＿＿＿＿", new.person_name):
        assert said in sheet
    assert Application.objects.get(id=draft.id).drafter_account_id == new.account_id
    stranger = Browser()
    stranger.force_login(cast.account("education", "head"))
    assert stranger.get(made["Location"]).status_code == 404
