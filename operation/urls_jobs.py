"""/operation/jobs/, …/self/, …/checks/: work for the poor, what owners run themselves, what is amiss."""

from django.urls import path

from operation.views import checks, jobs, selfrun

urlpatterns = [
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<int:pk>/", jobs.job, name="job"),
    path("jobs/<int:pk>/void/", jobs.void, name="job_void"),
    path("jobs/agreement/<int:agreement>/", jobs.panel, name="agreement_jobs"),
    path("jobs/agreement/<int:agreement>/new/", jobs.create, name="job_create"),
    path("self/", selfrun.index, name="selfruns"),
    path("self/<int:pk>/", selfrun.selfrun, name="selfrun"),
    path("self/asset/<int:asset>/new/", selfrun.create, name="selfrun_create"),
    path("checks/", checks.index, name="checks"),
    path("checks/<slug:key>/", checks.rows, name="check"),
]
