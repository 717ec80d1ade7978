from yiyuan.registries.pages import BUILDS, REGISTRIES

app_name = "registries"
urlpatterns = [
    *BUILDS.urls("builds/"),
    *REGISTRIES.urls(),
]
