"""The background worker: runs jobs of all queues until told to stop."""

from yiyuan.config import start


def main() -> None:
    start.django_ready()
    from procrastinate.contrib.django import app

    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]  # Django's one
    worker_app.run_worker()
