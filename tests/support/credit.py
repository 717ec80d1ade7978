"""The draft on public credit as it ships, applied by the city by a document of its own."""

from importlib import resources

HEAD = """profile:
  name: wuhu-trial
  title: 芜湖市（试行）
  regions: ["340200"]
  valid_from: 2017-01-01
  status: trial
  adopts: 芜信办〔2017〕1号
  texts: [wuhu-2016-sharing, wuhu-2016-license, wuhu-2016-credit]
"""


def trial(folder):
    """A folder of profiles with it; give it to `YIYUAN_PROFILES`."""
    shipped = resources.files("yiyuan.regulations") / "data" / "profiles" / "wuhu-2016-draft.yaml"
    folder.mkdir(exist_ok=True)
    (folder / "trial.yaml").write_text(HEAD + shipped.read_text("utf-8").partition("\n\n")[2], "utf-8")
    return folder
