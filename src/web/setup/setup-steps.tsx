import type { VNode } from 'preact';
import { hostAndPort, printerPath, printerUri, printerUrl, type ServerAddress } from '../address.ts';
import { Copyable } from '../pages/parts.tsx';

interface SetupProps {
  readonly printer: string;
  readonly address: ServerAddress;
}

/** How to add a printer, system by system; each opens without any script. */
export function SetupSteps(props: SetupProps): VNode {
  return (
    <div class="setups">
      {systems.map(({ name, Steps }) => (
        <details key={name} class="card" name="system">
          <summary>{name}</summary>
          <Steps {...props} />
        </details>
      ))}
    </div>
  );
}

const systems = [
  { name: 'Windows 10 and 11', Steps: Windows },
  { name: 'macOS', Steps: MacOs },
  { name: 'iPhone and iPad', Steps: AppleMobile },
  { name: 'Android', Steps: Android },
  { name: 'ChromeOS', Steps: ChromeOs },
  { name: 'Linux and other CUPS systems', Steps: Linux },
] as const;

function Windows({ printer, address }: SetupProps): VNode {
  return (
    <>
      <ol>
        <li>
          Open <b>Settings → Bluetooth &amp; devices → Printers &amp; scanners</b> (Windows 10:{' '}
          <b>Settings → Devices → Printers &amp; scanners</b>).
        </li>
        <li>
          Choose <b>Add device</b>, wait until <b>Add manually</b> (or{' '}
          <b>The printer that I want isn’t listed</b>) appears, and choose it.
        </li>
        <li>
          Choose <b>Add a printer using an IP address or hostname</b>, then the device type <b>IPP Device</b>,
          and enter:
          <Copyable text={printerUrl(address, printer)} />
        </li>
        <li>
          Choose <b>Next</b>. Windows uses its own IPP class driver.
        </li>
      </ol>
      <p>Or, in a PowerShell of an administrator (Windows 11):</p>
      <Copyable text={`Add-Printer -Name "${printer}" -IppURL "${printerUrl(address, printer)}"`} />
    </>
  );
}

function MacOs({ printer, address }: SetupProps): VNode {
  return (
    <>
      <ol>
        <li>
          Open <b>System Settings → Printers &amp; Scanners</b> and choose <b>Add Printer, Scanner or Fax…</b>
        </li>
        <li>
          Choose the <b>globe</b> (IP) and enter the address:
          <Copyable text={hostAndPort(address)} />
        </li>
        <li>
          Protocol: <b>AirPrint</b> or <b>Internet Printing Protocol – IPP</b>. Queue:
          <Copyable text={printerPath(printer).slice(1)} />
        </li>
        <li>
          Use: <b>AirPrint</b> (it is chosen by itself). Choose <b>Add</b>.
        </li>
      </ol>
      <p>Or, in Terminal:</p>
      <Copyable text={`lpadmin -p ${printer} -E -v ${printerUri(address, printer)} -m everywhere`} />
    </>
  );
}

function AppleMobile({ printer }: SetupProps): VNode {
  return (
    <ol>
      <li>
        Open this page in <b>Safari</b> on the device and load the{' '}
        <a href={`/printers/${encodeURIComponent(printer)}/airprint.mobileconfig`}>
          AirPrint profile of {printer}
        </a>
        . It holds nothing but the address of this printer.
      </li>
      <li>
        Open <b>Settings → General → VPN &amp; Device Management</b>, choose the profile, and then{' '}
        <b>Install</b>.
      </li>
      <li>
        Print from any app: <b>Share → Print → Printer</b>.
      </li>
    </ol>
  );
}

function Android({ printer, address }: SetupProps): VNode {
  return (
    <ol>
      <li>
        Open <b>Settings → Connected devices → Connection preferences → Printing → Default Print Service</b>.
        (The search of the settings finds it by “printing”.)
      </li>
      <li>
        Choose <b>⋮ → Add printer</b> and enter:
        <Copyable text={printerUri(address, printer)} />
      </li>
      <li>
        Print from any app: <b>⋮ → Print</b>, then choose the printer at the top.
      </li>
    </ol>
  );
}

function ChromeOs({ printer, address }: SetupProps): VNode {
  return (
    <ol>
      <li>
        Open <b>Settings → Device → Print and scan → Printers</b> and choose <b>Add printer</b>.
      </li>
      <li>
        Name: <b>{printer}</b>. Address:
        <Copyable text={hostAndPort(address)} />
      </li>
      <li>
        Protocol: <b>Internet Printing Protocol ({address.secure ? 'IPPS' : 'IPP'})</b>. Queue:
        <Copyable text={printerPath(printer).slice(1)} />
      </li>
      <li>
        Choose <b>Add</b>. It sets itself up.
      </li>
    </ol>
  );
}

function Linux({ printer, address }: SetupProps): VNode {
  const uri = printerUri(address, printer);
  return (
    <>
      <p>Once, as a user who may administer printers:</p>
      <Copyable text={`lpadmin -p ${printer} -E -v ${uri} -m everywhere`} />
      <p>Then print from any program, or:</p>
      <Copyable text={`lp -d ${printer} file.pdf`} />
      <p>Without adding anything, straight to this server:</p>
      <Copyable text={`lp -h ${hostAndPort(address)} -d ${printer} file.pdf`} />
    </>
  );
}
