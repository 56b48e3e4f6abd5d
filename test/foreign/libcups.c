/* The same story by libcups itself, by its calls for destinations: what a desktop program is linked with. */

#include <cups/cups.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *uri;

static int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, cupsLastErrorString());
  exit(1);
}

static ipp_t *ask(http_t *http, const char *resource, ipp_op_t operation, int job) {
  ipp_t *request = ippNewRequest(operation);
  ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
  ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
  ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL, cupsUser());
  return cupsDoRequest(http, request, resource);
}

static int state(http_t *http, const char *resource, int job, int wanted) {
  int now = 0;
  for (int round = 0; round < 150; round++) {
    ipp_t *answer = ask(http, resource, IPP_OP_GET_JOB_ATTRIBUTES, job);
    now = ippGetInteger(ippFindAttribute(answer, "job-state", IPP_TAG_ENUM), 0);
    ippDelete(answer);
    if (!wanted || now == wanted || now >= 7) break;
    usleep(200000);
  }
  return now;
}

static int print(http_t *http, cups_dest_t *dest, cups_dinfo_t *info, const char *file, const char *option, const char *value) {
  cups_option_t *options = NULL;
  int count = cupsAddOption(option, value, 0, &options), job = 0;
  char buffer[8192];
  size_t octets;
  FILE *document = fopen(file, "rb");
  if (!document) fail(file);
  if (cupsCreateDestJob(http, dest, info, &job, "from libcups", count, options) > IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED)
    fail("Create-Job");
  if (cupsStartDestDocument(http, dest, info, job, "document", CUPS_FORMAT_PDF, 0, NULL, 1) != HTTP_STATUS_CONTINUE)
    fail("Send-Document");
  while ((octets = fread(buffer, 1, sizeof(buffer), document)) > 0)
    if (cupsWriteRequestData(http, buffer, octets) != HTTP_STATUS_CONTINUE) fail("document");
  fclose(document);
  if (cupsFinishDestDocument(http, dest, info) > IPP_STATUS_OK_IGNORED_OR_SUBSTITUTED) fail("end of document");
  cupsFreeOptions(count, options);
  return job;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  const char *host = argv[1], *printer = argv[3], *file = argv[5];
  char address[1024], resource[256];
  snprintf(address, sizeof(address), "ipp://%s:%s/ipp/print/%s", host, argv[2], printer);
  uri = address;
  cupsSetUser(argv[4]);
  cups_dest_t *dest = cupsGetDestWithURI(printer, address);
  http_t *http = dest ? cupsConnectDest(dest, CUPS_DEST_FLAGS_DEVICE, 30000, NULL, resource, sizeof(resource), NULL, NULL) : NULL;
  if (!http) fail("connect");
  cups_dinfo_t *info = cupsCopyDestInfo(http, dest);
  if (!info) fail("Get-Printer-Attributes");
  int pdf = cupsCheckDestSupported(http, dest, info, "document-format", CUPS_FORMAT_PDF);

  int printed = print(http, dest, info, file, CUPS_COPIES, "2");
  int held = print(http, dest, info, file, "job-hold-until", "indefinite");
  int heldState = state(http, resource, held, 0);
  cups_job_t *jobs;
  int count = cupsGetJobs2(http, &jobs, printer, 1, CUPS_WHICHJOBS_ACTIVE);
  int printedState = state(http, resource, printed, 9);
  if (cupsCancelDestJob(http, dest, held) != IPP_STATUS_OK) fail("Cancel-Job");

  printf("{\"formats\":[\"%s\"],\"printed\":%d,\"printedState\":%d,\"held\":%d,\"heldState\":%d,\"listed\":[",
         pdf ? CUPS_FORMAT_PDF : "none", printed, printedState, held, heldState);
  for (int job = 0; job < count; job++) printf("%s%d", job ? "," : "", jobs[job].id);
  printf("],\"cancelledState\":%d}\n", state(http, resource, held, 7));
  return 0;
}
