"""A department's own system in the demo: a small service of invented vehicles, asked by the platform for one at a time.

    python -m yiyuan.demo.provider 8002

It stands for what a city's provider runs itself, and is no part of the product.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from yiyuan.kernel.identifiers import citizen_check

HOST = "127.0.0.1"
AFTER = 2  # its port: this much after that of the pages
VEHICLES = 300
FAMILY = "周孙赵吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
# item of the catalog -> field of this system
FIELDS = {
    "号牌号码": "hphm",
    "所有人姓名": "syrxm",
    "所有人证件号码": "zjhm",
    "车辆类型": "cllx",
    "初次登记日期": "ccdjrq",
    "机动车状态": "zt",
    "数据说明": "sm",
}
PARAMETERS = {"号牌号码": "hphm", "所有人证件号码": "zjhm"}
CREDENTIAL = "Bearer demo-vehicles"


def vehicle(number: int) -> dict[str, str]:
    """One invented vehicle; its owner's number was never issued to anybody."""
    body = f"990000{1955 + number % 45}{number % 12 + 1:02d}{number % 28 + 1:02d}{number % 1000:03d}"
    return {
        "hphm": f"演B{number:05d}",
        "syrxm": FAMILY[number % len(FAMILY)] + "某某",
        "zjhm": body + citizen_check(body),
        "cllx": ("小型轿车", "小型普通客车", "重型货车")[number % 3],
        "ccdjrq": f"20{number % 20 + 5:02d}-{number % 12 + 1:02d}-15",
        "zt": "注销" if number % 17 == 0 else "正常",
        "sm": "合成数据（演示）",
    }


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._send(200, {"ok": True})

    def do_POST(self) -> None:
        if self.headers.get("Authorization") != CREDENTIAL:
            self._send(401, {"code": "401", "message": "凭据不对"})
            return
        try:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            wanted = {name: str(value) for name, value in asked.items() if name in PARAMETERS.values()}
        except (ValueError, AttributeError):
            wanted = {}
        if not wanted:
            self._send(400, {"code": "400", "message": "缺少查询参数"})
            return
        found = [one for one in map(vehicle, range(1, VEHICLES + 1)) if all(one[n] == v for n, v in wanted.items())]
        self._send(200, {"data": {"rows": found}})

    def _send(self, status: int, said: Any) -> None:
        body = json.dumps(said, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name in the standard library
        """Numbers of persons do not belong in a log."""


def serve(port: int) -> None:
    with ThreadingHTTPServer((HOST, port), _Answers) as server:
        server.serve_forever()


def start(port: int) -> None:
    """The same beside the caller, while the demo is built."""
    threading.Thread(target=serve, args=(port,), daemon=True).start()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
