"""/imports/: the way of a workbook into a register."""

from django.urls import path

from journal.views import import_files, imports, mending

app_name = "imports"
urlpatterns = [
    path("", imports.upload, name="upload"),
    path("template/", import_files.template, name="template"),
    path("<int:pk>/faults/", import_files.faults, name="faults"),
    path("<int:pk>/faults/file/", import_files.faults_file, name="faults_file"),
    path("<int:pk>/columns/", imports.columns, name="columns"),
    path("<int:pk>/point/", imports.point, name="point"),
    path("<int:pk>/check/", imports.check, name="check"),
    path("<int:pk>/cell/<int:number>/<int:column>/", mending.cell, name="cell"),
    path("<int:pk>/answer/", mending.answer, name="answer"),
    path("<int:pk>/undo/", mending.undo, name="undo"),
    path("<int:pk>/progress/", imports.progress, name="progress"),
    path("<int:pk>/result/", imports.result, name="result"),
    path("<int:pk>/recheck/", imports.recheck, name="recheck"),
    path("<int:pk>/abandon/", imports.abandon, name="abandon"),
]
