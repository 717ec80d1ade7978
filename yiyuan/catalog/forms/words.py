"""What the thesaurus asks for."""

from typing import Any

from django import forms

from yiyuan.catalog import similar
from yiyuan.catalog.models import SearchedWord, Synonym
from yiyuan.web.forms import Form
from yiyuan.workflow.forms import line_field


class SynonymForm(Form):
    word = line_field("大家的说法", max_length=40, help_text="平常怎么说、怎么搜，例如“低保”")
    means = line_field("目录里的说法", max_length=40, help_text="资源名称、信息项里怎么写，例如“最低生活保障”")
    both = forms.BooleanField(label="互通", required=False, help_text="搜目录里的说法时，也找写作前一种说法的资源")


class SynonymChangeForm(SynonymForm):
    def __init__(self, *args: Any, matter: Synonym, **kwargs: Any) -> None:  # Django's form arguments
        said = {"word": matter.word, "means": matter.means, "both": matter.both}
        super().__init__(*args, **{**kwargs, "initial": {**said, **(kwargs.get("initial") or {})}})


class AcceptForm(Form):
    """What a word that was searched means: offered from the entry that was opened."""

    means = line_field("目录里的说法", max_length=40)
    both = forms.BooleanField(label="互通", required=False, help_text="搜目录里的说法时，也找写作这个说法的资源")

    def __init__(self, *args: Any, matter: SearchedWord, **kwargs: Any) -> None:  # Django's form arguments
        said = {"means": similar.core(matter.resource.name)[:40] if matter.resource else ""}
        super().__init__(*args, **{**kwargs, "initial": {**said, **(kwargs.get("initial") or {})}})
