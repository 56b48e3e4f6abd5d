"""The same story by pyipp, which Home Assistant looks at printers with."""

import asyncio
import json
import sys

from pyipp import IPP
from pyipp.enums import IppOperation

host, port, printer, user, file = sys.argv[1:]


async def main():
    async with IPP(host=host, port=int(port), base_path=f"/ipp/print/{printer}") as ipp:
        # Reads everything, and takes no answer in which one value is not what it knows.
        seen = await ipp.printer()

        async def ask(operation, more=None, **parts):
            message = {"operation-attributes-tag": {"requesting-user-name": user, **(more or {})}, **parts}
            return await ipp.execute(operation, message)

        with open(file, "rb") as document:
            data = document.read()
        name = {"job-name": "from pyipp", "document-format": "application/pdf"}
        printed = await ask(IppOperation.PRINT_JOB, name, **{"job-attributes-tag": {"copies": 2}, "data": data})
        held = await ask(
            IppOperation.PRINT_JOB, name, **{"job-attributes-tag": {"job-hold-until": "indefinite"}, "data": data}
        )
        printed, held = printed["jobs"][0]["job-id"], held["jobs"][0]["job-id"]

        async def state(job, wanted=None):
            for _ in range(150):
                answer = await ask(IppOperation.GET_JOB_ATTRIBUTES, {"job-id": job})
                now = answer["jobs"][0]["job-state"]
                if wanted is None or now == wanted or now >= 7:
                    break
                await asyncio.sleep(0.2)
            return int(now)

        held_state = await state(held)
        listed = await ask(IppOperation.GET_JOBS, {"which-jobs": "not-completed"})
        printed_state = await state(printed, 9)
        await ask(IppOperation.CANCEL_JOB, {"job-id": held})
        print(
            json.dumps(
                {
                    "formats": [seen.info.printer_info],
                    "printed": printed,
                    "printedState": printed_state,
                    "held": held,
                    "heldState": held_state,
                    "listed": [job["job-id"] for job in listed["jobs"]],
                    "cancelledState": await state(held, 7),
                }
            )
        )


asyncio.run(main())
