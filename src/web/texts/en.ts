/** English: which texts there are on pages, and what is filled into them. */
export const en = {
  // Around every page.
  skip: 'Skip to the content',
  pages: 'Pages',
  printers: 'Printers',
  'my-jobs': 'My jobs',
  help: 'Help',
  footer: 'Platen {version} — a print server that keeps accounts',
  'to-printers': 'To the printers',

  // Printers.
  'printers-lead':
    'Add one of them to your device once, by the address below it; no driver is needed. Then print as always.',
  'waiting-none': 'No jobs waiting',
  waiting: '{jobs|# job|# jobs} waiting',
  'how-to-add': 'How to add it',
  'how-to-add-named': 'How to add {name}',
  'address-works-here':
    'These addresses work on this computer. On others, open this page by this computer’s name or address.',
  'this-computer-only':
    'This server is reachable from this computer only. To let others print, add an address such as <code>0.0.0.0:8631</code> to <code>listen</code> in its configuration.',
  'jobs-wait-for-owner': 'Jobs wait here until you let them go at {printers:or}: <a>your jobs</a>.',
  'jobs-wait-for-operator': 'Jobs wait here until the operator lets them go at {printers:or}.',

  // What a printer can do and costs.
  'can-do': 'What it can do',
  documents: 'Documents',
  colour: 'Colour',
  yes: 'yes',
  no: 'no',
  'black-and-white': 'black and white',
  'both-sides': 'Both sides',
  paper: 'Paper',
  resolution: 'Resolution',
  dpi: '{dots} dpi',
  copies: 'Copies',
  'copies-max': 'up to {max:number}',
  'largest-job': 'Largest job',
  'sides-counted': '{sides|# side|# sides}',
  'format-octets': 'recognised by content',
  'format-text': 'plain text',
  'format-pwg-raster': 'PWG raster',
  'format-apple-raster': 'Apple raster',
  costs: 'What it costs',
  'price-side': 'Each printed side',
  'price-colour': 'Colour, on top of it',
  'price-sheet': 'Each sheet of paper',
  'price-job': 'Each job',
  'price-none': 'Printing here is free of charge.',
  'price-example': 'So one page in black and white costs {price:money}.',

  // How a printer is.
  'printer-closed': 'Not taking jobs',
  'printer-paused': 'Paused',
  'printer-unreachable': 'Not reachable',
  'printer-stopped': 'Needs attention',
  'printer-printing': 'Printing',
  'printer-ready': 'Ready',

  // Jobs.
  'jobs-waiting': 'Jobs waiting',
  'jobs-unknown': 'The accounts cannot be reached right now; jobs are shown again when they can.',
  'jobs-none': 'No jobs are waiting.',
  'names-not-shown': 'Names of people and documents are not shown here.',
  job: 'Job',
  printer: 'Printer',
  state: 'State',
  sides: 'Sides',
  sent: 'Sent',
  'sides-done': '{done:number} of {all:number}',
  'job-numbered': 'Job {id}',
  'sent-ago': 'Sent <t>{ago}</t>',
  'jobs-before': '{jobs|# job|# jobs} before it',
  'job-waits-for-owner': 'Its owner lets it go: <a>your jobs</a>.',
  'job-is-private':
    'Whose it is and what it prints is shown to its owner by the print dialogue, and to the operator by <code>platen explain {id}</code>.',

  // How a job is.
  'job-incoming': 'Arriving',
  'job-counting': 'Being counted',
  'job-waits-operator': 'Waits for the operator',
  'job-waits-pin': 'Waits for its PIN',
  'job-waits-release': 'Waits for its release',
  'job-held': 'On hold',
  'job-pending': 'Waiting',
  'job-relaying': 'Printing',
  'job-printed': 'Printed',
  'job-refused': 'Refused',
  'job-cancelled': 'Cancelled',
  'job-failed': 'Failed',
  'job-quoted': 'Quoted',
  'job-ended': 'Ended',

  // How long ago, or until then.
  'ago-now': 'just now',
  'ago-minutes': '{minutes} min ago',
  'ago-hours': '{hours} h ago',
  'ago-days': '{days|# day|# days} ago',
  'in-minutes': 'in {minutes} min',
  'in-hours': 'in {hours} h',
  'in-days': 'in {days|# day|# days}',

  // One's own jobs.
  'my-jobs-at': 'My jobs at {printer}',
  'release-lead':
    'What {user} has sent and nobody has printed yet. It comes out when you press its button: stand at the printer.',
  'nothing-waits': 'Nothing waits for you.',
  'nothing-waits-at': 'Nothing waits for you at {printer}.',
  'given-up': 'given up {when}',
  pin: 'PIN',
  'print-at': 'Print at {printer}',
  cancel: 'Cancel',
  released: 'Job {id} is on its way to {printer}.',
  cancelled: 'Job {id} is cancelled.',
  'no-job-of-yours': 'There is no such job of yours.',
  'who-are-you': 'Who are you?',
  'name-and-password': 'Your jobs are shown with your name and password.',
  'not-encrypted': 'Not encrypted',
  'open-encrypted': 'A password needs an encrypted connection: open {address}',
  'no-passwords': 'Nobody has a password here, so that nobody can be known. The administrator gives them.',
  'not-done': 'Not done',
  'form-too-old': 'The page was too old, or not ours. Open it again, and press the button once more.',

  // Why there is no page.
  'not-found': 'Not found',
  'no-page': 'There is no page at this address.',
  'no-printer': 'There is no printer of this name.',
  'no-job': 'There is no job of this number.',
  'not-print-request': 'Not a print request',
  'only-ipp': 'What is sent to this address must have the media type application/ipp.',
  'not-possible': 'Not possible',
  'only-read': 'Pages are only read here; {method} does nothing.',
  'not-understood': 'Not understood',
  'address-malformed': 'The address of the page is malformed.',
  'too-large': 'Too large',
  'form-too-large': 'No form of ours is as large as that.',
  'not-now': 'Not now',
  'went-wrong': 'Something went wrong',
  'page-failed': 'The page cannot be shown right now. The log of the server says why.',

  // Help.
  'help-lead': 'How to print, and what happens when a job does not come out.',
  adding: 'Adding a printer',
  'adding-lead': 'The steps below are for <b>{name}</b>; every <a>printer</a> has a page with its own.',
  'not-coming-out': 'When a job does not come out',
  'over-limit': 'My job was refused: over quota, or not enough money',
  'over-limit-answer':
    'The message of the job says the limit, what the job needs and what is left. Print fewer pages, or ask the print room to raise the limit or take a payment. Other people’s jobs are not affected.',
  'not-counted': 'My job was refused: its pages cannot be counted',
  'not-counted-answer':
    'The document is damaged, protected by a password, or of a kind this server cannot read. Open it, save it as a new PDF and print that one.',
  'on-hold': 'My job is on hold',
  'on-hold-answer':
    'Either you asked for it in the print dialogue, or the operator must look at it, for example because the printer failed in the middle of it. It is neither lost nor charged yet.',
  'printer-away': 'The printer is paused, not reachable or needs attention',
  'printer-away-answer':
    'Jobs are kept and print when it is back. The page of the printer says what is wrong with it.',
  'wrong-charge': 'I was charged for pages that did not come out',
  'wrong-charge-answer':
    'Tell the print room the number of the job: the operator sees how it was counted and what the printer reported, and can pay it back.',

  // How to add a printer, by the words of each system.
  windows: 'Windows 10 and 11',
  'windows-settings':
    'Open <b>Settings → Bluetooth & devices → Printers & scanners</b> (Windows 10: <b>Settings → Devices → Printers & scanners</b>).',
  'windows-add':
    'Choose <b>Add device</b>, wait until <b>Add manually</b> (or <b>The printer that I want isn’t listed</b>) appears, and choose it.',
  'windows-address':
    'Choose <b>Add a printer using an IP address or hostname</b>, then the device type <b>IPP Device</b>, and enter:',
  'windows-next': 'Choose <b>Next</b>. Windows uses its own IPP class driver.',
  'windows-command': 'Or, in a PowerShell of an administrator (Windows 11):',
  macos: 'macOS',
  'macos-settings':
    'Open <b>System Settings → Printers & Scanners</b> and choose <b>Add Printer, Scanner or Fax…</b>',
  'macos-address': 'Choose the <b>globe</b> (IP) and enter the address:',
  'macos-queue': 'Protocol: <b>AirPrint</b> or <b>Internet Printing Protocol – IPP</b>. Queue:',
  'macos-add': 'Use: <b>AirPrint</b> (it is chosen by itself). Choose <b>Add</b>.',
  'macos-command': 'Or, in Terminal:',
  ios: 'iPhone and iPad',
  'ios-profile':
    'Open this page in <b>Safari</b> on the device and load the <a>AirPrint profile of {printer}</a>. It holds nothing but the address of this printer.',
  'ios-install':
    'Open <b>Settings → General → VPN & Device Management</b>, choose the profile, and then <b>Install</b>.',
  'ios-print': 'Print from any app: <b>Share → Print → Printer</b>.',
  'profile-name': 'Printer {printer}',
  'profile-purpose': 'Adds the printer {uri}',
  android: 'Android',
  'android-settings':
    'Open <b>Settings → Connected devices → Connection preferences → Printing → Default Print Service</b>. (The search of the settings finds it by “printing”.)',
  'android-add': 'Choose <b>⋮ → Add printer</b> and enter:',
  'android-print': 'Print from any app: <b>⋮ → Print</b>, then choose the printer at the top.',
  chromeos: 'ChromeOS',
  'chromeos-settings':
    'Open <b>Settings → Device → Print and scan → Printers</b> and choose <b>Add printer</b>.',
  'chromeos-address': 'Name: <b>{printer}</b>. Address:',
  'chromeos-queue': 'Protocol: <b>Internet Printing Protocol ({protocol})</b>. Queue:',
  'chromeos-add': 'Choose <b>Add</b>. It sets itself up.',
  linux: 'Linux and other CUPS systems',
  'linux-once': 'Once, as a user who may administer printers:',
  'linux-print': 'Then print from any program, or:',
  'linux-without': 'Without adding anything, straight to this server:',
} as const;
