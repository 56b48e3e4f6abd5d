import { expect, test } from 'vitest';
import { parseQueues, parseStored } from './queues.ts';

test('reads the queues that lpstat -v lists', () => {
  const said =
    'device for hall: cupspykota:socket://10.0.0.5:9100?a=b&c\ndevice for a-b.c: ///dev/null\nno device\n';
  expect(parseQueues(said)).toEqual([
    { name: 'hall', uri: 'cupspykota:socket://10.0.0.5:9100?a=b&c' },
    { name: 'a-b.c', uri: '///dev/null' },
  ]);
});

test('reads the device of each queue in printers.conf, passwords included', () => {
  const text = `# Printer configuration file
<DefaultPrinter hall>
PrinterId 1
DeviceURI smb://u:secret@server/share
</DefaultPrinter>
<Printer desk>
DeviceURI usb://HP/x
</Printer>
`;
  expect([...parseStored(text)]).toEqual([
    ['hall', 'smb://u:secret@server/share'],
    ['desk', 'usb://HP/x'],
  ]);
});
