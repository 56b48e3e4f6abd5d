import type { VNode } from 'preact';
import { hostAndPort, printerPath, printerUri, printerUrl, type ServerAddress } from '../address.ts';
import { Copyable } from '../pages/parts.tsx';
import type { PlainTextId } from '../texts/catalogue.ts';
import type { Speaker } from '../texts/speaker.tsx';

interface SetupProps {
  readonly printer: string;
  readonly address: ServerAddress;
  readonly speaker: Speaker;
}

/** How to add a printer, system by system; each opens without any script. */
export function SetupSteps(props: SetupProps): VNode {
  return (
    <div class="setups">
      {systems.map(({ name, Steps }) => (
        <details key={name} class="card" name="system">
          <summary>{props.speaker.text(name)}</summary>
          <Steps {...props} />
        </details>
      ))}
    </div>
  );
}

const systems = [
  { name: 'windows', Steps: Windows },
  { name: 'macos', Steps: MacOs },
  { name: 'ios', Steps: AppleMobile },
  { name: 'android', Steps: Android },
  { name: 'chromeos', Steps: ChromeOs },
  { name: 'linux', Steps: Linux },
] as const;

function Windows({ printer, address, speaker }: SetupProps): VNode {
  const url = printerUrl(address, printer);
  return (
    <>
      <ol>
        <Step id="windows-settings" speaker={speaker} />
        <Step id="windows-add" speaker={speaker} />
        <Step id="windows-address" speaker={speaker} copy={url} />
        <Step id="windows-next" speaker={speaker} />
      </ol>
      <p>{speaker.text('windows-command')}</p>
      <Copyable text={`Add-Printer -Name "${printer}" -IppURL "${url}"`} />
    </>
  );
}

function MacOs({ printer, address, speaker }: SetupProps): VNode {
  return (
    <>
      <ol>
        <Step id="macos-settings" speaker={speaker} />
        <Step id="macos-address" speaker={speaker} copy={hostAndPort(address)} />
        <Step id="macos-queue" speaker={speaker} copy={printerPath(printer).slice(1)} />
        <Step id="macos-add" speaker={speaker} />
      </ol>
      <p>{speaker.text('macos-command')}</p>
      <Copyable text={addingCommand(printer, address)} />
    </>
  );
}

function AppleMobile({ printer, speaker }: SetupProps): VNode {
  const profile = (inner: string): VNode => (
    <a href={`/printers/${encodeURIComponent(printer)}/airprint.mobileconfig`}>{inner}</a>
  );
  return (
    <ol>
      <li>{speaker.marked('ios-profile', { a: profile }, { printer })}</li>
      <Step id="ios-install" speaker={speaker} />
      <Step id="ios-print" speaker={speaker} />
    </ol>
  );
}

function Android({ printer, address, speaker }: SetupProps): VNode {
  return (
    <ol>
      <Step id="android-settings" speaker={speaker} />
      <Step id="android-add" speaker={speaker} copy={printerUri(address, printer)} />
      <Step id="android-print" speaker={speaker} />
    </ol>
  );
}

function ChromeOs({ printer, address, speaker }: SetupProps): VNode {
  const protocol = address.secure ? 'IPPS' : 'IPP';
  return (
    <ol>
      <Step id="chromeos-settings" speaker={speaker} />
      <li>
        {speaker.marked('chromeos-address', {}, { printer })}
        <Copyable text={hostAndPort(address)} />
      </li>
      <li>
        {speaker.marked('chromeos-queue', {}, { protocol })}
        <Copyable text={printerPath(printer).slice(1)} />
      </li>
      <Step id="chromeos-add" speaker={speaker} />
    </ol>
  );
}

function Linux({ printer, address, speaker: { text } }: SetupProps): VNode {
  return (
    <>
      <p>{text('linux-once')}</p>
      <Copyable text={addingCommand(printer, address)} />
      <p>{text('linux-print')}</p>
      <Copyable text={`lp -d ${printer} file.pdf`} />
      <p>{text('linux-without')}</p>
      <Copyable text={`lp -h ${hostAndPort(address)} -d ${printer} file.pdf`} />
    </>
  );
}

function addingCommand(printer: string, address: ServerAddress): string {
  return `lpadmin -p ${printer} -E -v ${printerUri(address, printer)} -m everywhere`;
}

interface StepProps {
  readonly id: PlainTextId;
  readonly speaker: Speaker;
  /** What is entered in this step. */
  readonly copy?: string;
}

function Step({ id, speaker, copy }: StepProps): VNode {
  return (
    <li>
      {speaker.marked(id, {})}
      {copy !== undefined && <Copyable text={copy} />}
    </li>
  );
}
