import static com.hp.jipp.encoding.Tag.jobAttributes;
import static com.hp.jipp.encoding.Tag.operationAttributes;
import static com.hp.jipp.encoding.Tag.printerAttributes;

import com.hp.jipp.encoding.AttributeGroup;
import com.hp.jipp.encoding.IppInputStream;
import com.hp.jipp.encoding.IppPacket;
import com.hp.jipp.model.JobHoldUntil;
import com.hp.jipp.model.Types;
import com.hp.jipp.model.WhichJobs;
import com.hp.jipp.trans.IppClientTransport;
import com.hp.jipp.trans.IppPacketData;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The same story by HP's jipp, over the transport of its own sample: HttpURLConnection, always chunked. */
public final class Jipp {
  private static URI uri;
  private static String user;

  private static final IppClientTransport transport =
      (address, request) -> {
        URI http = URI.create(address.toString().replaceFirst("^ipp", "http"));
        HttpURLConnection connection = (HttpURLConnection) http.toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setChunkedStreamingMode(0);
        connection.setRequestProperty("Content-type", "application/ipp");
        try (OutputStream output = connection.getOutputStream()) {
          request.getPacket().write(output);
          if (request.getData() != null) request.getData().transferTo(output);
        }
        try (InputStream input = connection.getInputStream()) {
          return new IppPacketData(new IppInputStream(input).readPacket());
        }
      };

  private static IppPacket ask(IppPacket.Builder request, InputStream document) throws IOException {
    request.putOperationAttributes(Types.requestingUserName.of(user));
    IppPacket answer = transport.sendData(uri, new IppPacketData(request.build(), document)).getPacket();
    if (answer.getStatus().getCode() >= 0x400) throw new IOException(answer.prettyPrint(120, "  "));
    return answer;
  }

  private static int print(IppPacket.Builder request, String file) throws IOException {
    request.putOperationAttributes(
        Types.jobName.of("from jipp"), Types.documentFormat.of("application/pdf"));
    IppPacket answer = ask(request, new FileInputStream(file));
    // Who is over the limit hears of it by the state of the job.
    if (answer.getValue(jobAttributes, Types.jobState).getCode() == 8)
      throw new IOException(answer.getString(jobAttributes, Types.jobStateMessage));
    return answer.getValue(jobAttributes, Types.jobId);
  }

  private static int state(int job, int wanted) throws Exception {
    int now = 0;
    for (int round = 0; round < 150; round++) {
      IppPacket answer = ask(IppPacket.getJobAttributes(uri, job, Types.jobState), null);
      now = answer.getValue(jobAttributes, Types.jobState).getCode();
      if (wanted == 0 || now == wanted || now >= 7) break;
      Thread.sleep(200);
    }
    return now;
  }

  public static void main(String[] args) throws Exception {
    uri = URI.create("ipp://" + args[0] + ":" + args[1] + "/ipp/print/" + args[2]);
    user = args[3];
    // Everything there is, read with all its collections.
    IppPacket printer = ask(IppPacket.getPrinterAttributes(uri), null);
    List<String> formats = printer.getStrings(printerAttributes, Types.documentFormatSupported);
    int printed = print(IppPacket.printJob(uri).putJobAttributes(Types.copies.of(2)), args[4]);
    int held =
        print(IppPacket.printJob(uri).putJobAttributes(Types.jobHoldUntil.of(JobHoldUntil.indefinite)), args[4]);
    int heldState = state(held, 0);
    IppPacket.Builder wish = IppPacket.getJobs(uri, Types.jobId);
    wish.putOperationAttributes(Types.whichJobs.of(WhichJobs.notCompleted), Types.myJobs.of(true));
    List<String> listed = new ArrayList<>();
    for (AttributeGroup group : ask(wish, null).getAttributeGroups())
      if (group.getTag() == jobAttributes) listed.add(String.valueOf(group.getValue(Types.jobId)));
    int printedState = state(printed, 9);
    ask(IppPacket.cancelJob(uri, held), null);
    System.out.printf(
        "{\"formats\":[\"%s\"],\"printed\":%d,\"printedState\":%d,\"held\":%d,\"heldState\":%d,"
            + "\"listed\":[%s],\"cancelledState\":%d}%n",
        String.join("\",\"", formats), printed, printedState, held, heldState,
        String.join(",", listed), state(held, 7));
  }
}
