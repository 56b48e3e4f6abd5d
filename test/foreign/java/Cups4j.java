import java.io.FileInputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cups4j.CupsClient;
import org.cups4j.CupsPrinter;
import org.cups4j.JobStateEnum;
import org.cups4j.PrintJob;
import org.cups4j.PrintJobAttributes;
import org.cups4j.PrintRequestResult;
import org.cups4j.WhichJobsEnum;

/** The same story by cups4j, which takes our server for a CUPS. */
public final class Cups4j {
  private static final List<JobStateEnum> states =
      List.of(
          JobStateEnum.PENDING,
          JobStateEnum.PENDING_HELD,
          JobStateEnum.PROCESSING,
          JobStateEnum.PROCESSING_STOPPED,
          JobStateEnum.CANCELED,
          JobStateEnum.ABORTED,
          JobStateEnum.COMPLETED);

  private static int print(CupsPrinter printer, PrintJob.Builder job, String user) throws Exception {
    PrintRequestResult result = printer.print(job.jobName("from cups4j").userName(user).build());
    if (!result.isSuccessfulResult()) throw new Exception(result.getResultMessage());
    return result.getJobId();
  }

  /** As RFC 8011 numbers them, from 3 on. */
  private static int state(CupsClient client, String user, int job, int wanted) throws Exception {
    int now = 0;
    for (int round = 0; round < 150; round++) {
      now = states.indexOf(client.getJobAttributes(user, job).getJobState()) + 3;
      if (wanted == 0 || now == wanted || now >= 7) break;
      Thread.sleep(200);
    }
    return now;
  }

  public static void main(String[] args) throws Exception {
    String user = args[3];
    CupsClient client = new CupsClient(args[0], Integer.parseInt(args[1]), user);
    CupsPrinter printer = client.getPrinter(args[2]);
    int printed = print(printer, new PrintJob.Builder(new FileInputStream(args[4])).copies(2), user);
    PrintJob.Builder kept = new PrintJob.Builder(new FileInputStream(args[4]));
    int held =
        print(printer, kept.attributes(Map.of("job-attributes", "job-hold-until:keyword:indefinite")), user);
    int heldState = state(client, user, held, 0);
    String listed =
        client.getJobs(printer, WhichJobsEnum.NOT_COMPLETED, user, true).stream()
            .map(PrintJobAttributes::getJobID)
            .map(String::valueOf)
            .collect(Collectors.joining(","));
    client.cancelJob(printer, held);
    System.out.printf(
        "{\"formats\":[\"%s\"],\"printed\":%d,\"printedState\":%d,\"held\":%d,\"heldState\":%d,"
            + "\"listed\":[%s],\"cancelledState\":%d}%n",
        String.join("\",\"", printer.getMimeTypesSupported()),
        printed, state(client, user, printed, 9), held, heldState, listed, state(client, user, held, 7));
  }
}
