"""The story of test/conformance/foreign-clients.test.ts, told by pycups, the binding that Linux desktops print with."""

import json
import sys
import time

import cups

host, port, printer, user, file = sys.argv[1:]
# printFile goes to the server that is set, whatever the connection is to.
cups.setServer(f"{host}:{port}")
cups.setUser(user)
server = cups.Connection(host=host, port=int(port))


def state(job, wanted=None):
    for _ in range(150):
        now = server.getJobAttributes(job, requested_attributes=["job-state"])["job-state"]
        if wanted is None or now == wanted or now >= 7:
            return now
        time.sleep(0.2)
    return now


told = server.getPrinterAttributes(printer, requested_attributes=["document-format-supported", "printer-uuid"])
printed = server.printFile(printer, file, "from pycups", {"copies": "2"})
held = server.printFile(printer, file, "kept by pycups", {"job-hold-until": "indefinite"})
jobs = server.getJobs(which_jobs="not-completed", my_jobs=True, requested_attributes=["job-id", "job-name"])
held_state = state(held)
print_state = state(printed, 9)
server.cancelJob(held)
print(
    json.dumps(
        {
            "formats": told["document-format-supported"],
            "printed": printed,
            "printedState": print_state,
            "held": held,
            "heldState": held_state,
            "listed": list(jobs.keys()),
            "cancelledState": state(held, 7),
        }
    )
)
