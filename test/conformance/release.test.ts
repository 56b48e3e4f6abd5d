import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJobs } from '../support/books.ts';
import { Ipptool } from '../support/ipptool.ts';
import { describeNeeding } from '../support/needs.ts';
import { ServerProcess } from '../support/server-process.ts';

/** The head of every request; ipptool fills in $uri and $user. */
const head = (operation: string, name: string): string => `{
  NAME "${name}"
  OPERATION ${operation}
  GROUP operation-attributes-tag
  ATTR charset attributes-charset utf-8
  ATTR naturalLanguage attributes-natural-language en
  ATTR uri printer-uri $uri
  ATTR name requesting-user-name $user
`;

const password = (text: string): string => `
  ATTR octetString job-password ${text}
  ATTR keyword job-password-encryption none
`;

const printed = `${head('Print-Job', 'Print with a PIN')}${password('4711')}
  FILE $filename
  STATUS successful-ok
  EXPECT job-state OF-TYPE enum WITH-VALUE 4
  EXPECT job-state-reasons OF-TYPE keyword COUNT 2 WITH-ALL-VALUES "/^job-(password|release)-wait$/"
}
`;

const offered = `${head('Get-Printer-Attributes', 'Offers what works')}
  STATUS successful-ok
  EXPECT job-password-supported OF-TYPE integer IN-GROUP printer-attributes-tag COUNT 1 WITH-VALUE 255
  EXPECT job-password-encryption-supported OF-TYPE keyword WITH-VALUE none
  EXPECT job-password-repertoire-configured OF-TYPE keyword COUNT 1 WITH-VALUE-FROM job-password-repertoire-supported
  EXPECT job-hold-until-supported OF-TYPE keyword WITH-VALUE weekend
  EXPECT job-hold-until-time-supported OF-TYPE boolean COUNT 1 WITH-VALUE true
  EXPECT job-creation-attributes-supported OF-TYPE keyword WITH-VALUE job-password
}
`;

const released = (job: number): string => `
${head('Get-Jobs', 'Is listed where it may be released')}
  ATTR keyword which-jobs pending-held
  STATUS successful-ok
  EXPECT job-id OF-TYPE integer WITH-VALUE ${job}
}
${head('Release-Job', 'Not without the PIN')}
  ATTR integer job-id ${job}
  STATUS client-error-not-authorized
}
${head('Release-Job', 'Not with another PIN')}
  ATTR integer job-id ${job}
  ${password('4712')}
  STATUS client-error-not-authorized
}
${head('Release-Job', 'With the PIN')}
  ATTR integer job-id ${job}
  ${password('4711')}
  STATUS successful-ok
}
${head('Get-Job-Attributes', 'Is printed, and says nothing of the PIN')}
  ATTR integer job-id ${job}
  STATUS successful-ok
  EXPECT job-state OF-TYPE enum WITH-VALUE 9 REPEAT-NO-MATCH REPEAT-LIMIT 20
  EXPECT !job-password
  EXPECT !job-password-encryption
}
`;

describeNeeding('ipptool', 'a queue whose jobs are released at other printers', () => {
  let server: ServerProcess;
  let ipptool: Ipptool;

  beforeAll(async () => {
    ipptool = await Ipptool.make();
    server = await ServerProcess.make({
      printers: [
        { name: 'anywhere', device: 'release:', release: { by: 'owner', at: ['left'] } },
        { name: 'left', device: 'file:left/' },
      ],
    });
    await server.start();
  });

  afterAll(async () => {
    await server.remove();
    await ipptool.remove();
  });

  test('ipptool prints with a PIN, and releases where it stands', async () => {
    const uri = (printer: string): string => `ipp://localhost:${server.port}/ipp/print/${printer}`;
    for (const printer of ['anywhere', 'left']) {
      const report = await ipptool.runText(uri(printer), offered);
      expect(report, report).toMatch(/\[PASS\]/);
    }
    const report = await ipptool.runText(uri('anywhere'), printed);
    expect(report, report).toMatch(/\[PASS\]/);
    const [{ id } = { id: 0 }] = await openJobs(server);
    const results = await ipptool.runText(uri('left'), released(id));
    expect(results.match(/\[(PASS|FAIL|SKIP)\]/g), results).toEqual(
      Array.from({ length: 5 }, () => '[PASS]'),
    );
    expect(await server.json('history')).toMatchObject([{ job: id, printer: 'left', action: 'printed' }]);
  });
});
