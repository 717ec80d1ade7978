from django.apps import AppConfig


class ConfigApp(AppConfig):
    name = "yiyuan.config"
    label = "config"

    def ready(self) -> None:
        from yiyuan.config import wiring

        wiring.connect()
