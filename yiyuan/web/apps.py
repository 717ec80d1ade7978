from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "yiyuan.web"
    label = "web"
    verbose_name = "页面"
