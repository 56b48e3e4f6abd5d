import type { Catalogue } from './catalogue.ts';

/** German. Whoever reads a sentence is not addressed, so that it fits a school as well as a ministry. */
export const de: Catalogue = {
  'unknown-printer': 'Es gibt keinen Drucker namens {printer}.',
  'queue-of-cups':
    '{printer} ist eine Warteschlange eines CUPS-Servers; bitte über diese Warteschlange drucken.',
  'queue-without-device':
    '{printer} ist eine Warteschlange von CUPS ohne eigenes Gerät; die Warteschlange braucht das Gerät cupspykota:URI.',
  'queue-with-device':
    '{printer} hat hier ein eigenes Gerät; als Warteschlange von CUPS bekommt der Drucker in der Konfiguration das Gerät cupspykota:.',
  'server-stops': 'Der Druckserver wird gerade angehalten; bitte in einer Minute noch einmal versuchen.',
  'switched-off': '{printer} nimmt zurzeit keine Aufträge an; der Drucker wurde vom Betreuer abgeschaltet.',
  'queue-full': 'Die Warteschlange von {printer} ist voll; bitte später noch einmal versuchen.',
  'disk-full':
    'Der Speicher des Druckservers ist voll; bitte später noch einmal versuchen oder die Verwaltung verständigen.',
  'no-room': 'Der Druckserver hat keinen Platz für das Dokument; bitte später noch einmal versuchen.',
  'store-away': 'Die Konten sind gerade nicht erreichbar; bitte in einer Minute noch einmal versuchen.',
  'store-away-later': 'Die Konten sind nicht erreichbar; bitte später noch einmal versuchen.',
  'directory-away-later':
    'Das Verzeichnis der Passwörter ist nicht erreichbar; bitte später noch einmal versuchen.',
  'identity-too-weak': '{printer} verlangt einen besseren Nachweis, wer druckt: {levels:or}, nicht {level}.',
  'unknown-user': 'Für {name} gibt es kein Konto; die Verwaltung kann eines einrichten.',
  'account-blocked': 'Das Konto von {name} ist gesperrt; bitte an die Verwaltung wenden.',
  'format-not-taken': '{printer} nimmt {format} nicht an, sondern {formats}.',
  'format-found': 'Das Dokument ist {format}; {printer} nimmt {formats} an.',
  'document-would-be-too-large':
    'Das Dokument hätte {octets:number} Byte; {printer} nimmt höchstens {limit:number} an.',
  'document-too-large':
    'Das Dokument ist größer als {limit:number} Byte; mehr nimmt dieser Drucker nicht an.',
  'documents-too-large':
    'Die Dokumente dieses Auftrags sind zusammen größer als {limit:number} Byte; mehr nimmt dieser Drucker nicht an.',
  'no-such-pages': 'Die gewählten Seitenbereiche enthalten keine Seite des Dokuments.',
  'not-countable':
    'Die Seiten ließen sich nicht zählen ({why}). Dieser Drucker nimmt nur Dokumente an, die er zählen kann.',
  'one-not-countable':
    'Ein Dokument dieses Auftrags ließ sich nicht zählen ({why}); bitte als eigenen Auftrag senden.',
  'job-too-large':
    'Dieser Auftrag braucht {need|# Druckseite|# Druckseiten}; dieser Drucker erlaubt {limit:number} je Auftrag.',
  'job-too-dear':
    'Dieser Auftrag würde {cost:money} kosten, mehr als ein Auftrag kosten darf ({limit:money}).',
  'over-balance': 'Dieser Auftrag kostet {cost:money}; auf dem Konto sind noch {left:money}.',
  'over-quota':
    'Dieser Auftrag braucht {need|# Druckseite|# Druckseiten}; auf {printer} sind noch {left:number} von {limit:number} übrig.',

  'soft-limit-passed':
    'Die Warngrenze von {limit|# Druckseite|# Druckseiten} auf {printer} ist überschritten.',
  'operator-counts': 'Die Seiten ließen sich nicht zählen ({why}); der Betreuer entscheidet.',
  'cancelled-by-owner': 'Vom Eigentümer abgebrochen.',
  'cancelled-by-operator': 'Vom Betreuer abgebrochen.',
  'cancelled-unsent': 'Abgebrochen, bevor etwas gesendet wurde.',
  'cancelled-told': 'Abgebrochen; das Gerät hat gemeldet, was es gedruckt hatte.',
  'cancelled-full': 'Während des Druckens abgebrochen; voll berechnet.',
  'cancelled-free': 'Während des Druckens abgebrochen; nicht berechnet.',
  'cancelled-operator': 'Während des Druckens abgebrochen; der Betreuer entscheidet, was gedruckt wurde.',
  'given-up': 'Vom Betreuer aufgegeben; nicht berechnet.',
  'sent-again': 'Vom Betreuer noch einmal gesendet.',
  'release-in-cups': 'Der Betreuer lässt den Auftrag drucken; er muss in CUPS freigegeben werden.',
  'server-ended':
    'Der Server wurde beendet, während dieser Auftrag gedruckt wurde, und das Gerät kann nicht sagen, was daraus geworden ist.',
  'nobody-counted':
    'Der Auftrag wurde gesendet, aber weder ließen sich seine Seiten zählen, noch hat das Gerät ihre Zahl gemeldet.',
  'document-late': 'Das Dokument ist nicht rechtzeitig eingetroffen.',
  'document-missing': 'Der Auftrag wurde ohne Dokument geschlossen.',
  'upload-broke-off': 'Die Übertragung des Dokuments ist abgebrochen.',
  'server-restarted': 'Der Server wurde neu gestartet, bevor das Dokument vollständig war.',
  'printer-gone': 'Der Drucker {printer} ist nicht mehr eingerichtet.',

  'no-such-job': 'Diesen Auftrag gibt es nicht.',
  'no-job': 'Es gibt keinen Auftrag {job}.',
  'no-printer': 'Es gibt keinen Drucker „{printer}“.',
  'no-default-printer': 'Es gibt keinen Standarddrucker.',
  'nothing-there': 'Unter {uri} gibt es nichts.',
  'no-subscription': 'Es gibt kein Abonnement {id}.',
  'subscription-not-yours': 'Das Abonnement gehört jemand anderem.',
  'subscription-of-job': 'Das Abonnement eines Auftrags kann nicht verlängert werden.',
  'nothing-here': 'Unter dieser Adresse gibt es nichts.',
  'no-document': 'Auftrag {job} hat kein Dokument {number}.',
  'not-yours': 'Der Auftrag gehört jemand anderem.',
  'operators-only': 'Das dürfen nur die Betreuer dieses Druckers.',
  'password-needed': 'Benutzername und Passwort werden benötigt.',
  'too-many-failures': 'Zu viele falsche Passwörter; bitte in einigen Minuten noch einmal versuchen.',
  'encryption-needed': 'Dafür ist eine verschlüsselte Verbindung nötig.',
  'job-ended': 'Auftrag {job} ist beendet.',
  'job-not-ended': 'Auftrag {job} ist noch nicht beendet.',
  'job-closed': 'Auftrag {job} ist geschlossen; er nimmt kein Dokument mehr auf.',
  'job-receiving': 'Auftrag {job} empfängt gerade sein Dokument.',
  'job-cancelled-meanwhile': 'Auftrag {job} wurde inzwischen abgebrochen.',
  'one-document': 'Ein Auftrag dieses Druckers enthält nur ein Dokument.',
  'documents-max': 'Ein Auftrag enthält höchstens {limit:number} Dokumente.',
  'other-device': 'Auftrag {job} wartet nicht auf dasselbe Gerät.',
  'document-cancelled': 'Dokument {number} von Auftrag {job} ist schon abgebrochen.',
  'documents-together':
    'Die Dokumente von Auftrag {job} werden nur gemeinsam gedruckt; es kann nur der ganze Auftrag abgebrochen werden.',
  'cannot-lay-aside':
    'Auftrag {job} ist beim Gerät, das ihn nicht beiseitelegen kann; er kann nur abgebrochen werden.',
  'not-suspended': 'Auftrag {job} ist nicht angehalten.',
  'nothing-printing': 'Auf {printer} wird nichts gedruckt.',
  'not-printing': 'Auftrag {job} wird gerade nicht gedruckt.',
  'document-not-kept':
    'Das Dokument von Auftrag {job} wird nach dessen Ende nicht aufbewahrt; bitte noch einmal senden.',
  'not-shut-down': '{printer} ist nicht außer Betrieb.',
  'not-submitted-again':
    'Auftrag {job} kann nicht noch einmal eingereicht werden, weil Dokumente nicht aufbewahrt werden; bitte neu senden.',
  'attributes-too-large': 'Die Angaben zum Auftrag sind zu umfangreich.',
  'attributes-demanded': '{printer} nimmt keinen Auftrag ohne {names} an.',
  'two-sizes': 'media und media-col verlangen verschiedene Formate.',
  'document-not-fetched': 'Das Dokument kann nicht geholt werden: {why}.',
  'not-offered': 'Der Drucker kann nicht, was verlangt wurde: {names}.',
  'not-supported': 'Nicht unterstützt: {names}.',
  'not-settable': 'Nicht änderbar: {names}.',
  'format-not-supported': 'Dokumente vom Typ {format} werden nicht unterstützt.',
  'compression-not-supported': 'Diese Komprimierung wird nicht unterstützt, nur {names}.',
  'compression-damaged': 'Die komprimierten Daten des Dokuments sind beschädigt.',
  'document-not-arrived': 'Das Dokument ist nicht eingetroffen.',
  'operation-not-supported': '{operation} wird nicht unterstützt.',
  'unexpected-error': 'Im Druckserver ist ein unerwarteter Fehler aufgetreten; sein Protokoll sagt mehr.',

  'device-unreachable': 'Der Drucker ist nicht erreichbar; Aufträge warten.',
  'printer-shut-down': 'Vom Betreuer außer Betrieb genommen.',
  'printer-paused': 'Vom Betreuer angehalten.',
  'printer-holds': 'Neue Aufträge warten, bis der Betreuer sie freigibt.',
  'printer-closed': 'Nimmt keine Aufträge an.',

  'event-job-created': 'Auftrag {subject} wurde angelegt.',
  'event-job-completed': 'Auftrag {subject} ist beendet.',
  'event-job-state-changed': 'Auftrag {subject} hat einen anderen Zustand.',
  'event-job-config-changed': 'Auftrag {subject} wurde geändert.',
  'event-printer-state-changed': 'Drucker {subject} hat einen anderen Zustand.',
  'event-printer-stopped': 'Drucker {subject} hat angehalten.',
  'event-printer-restarted': 'Drucker {subject} wurde neu gestartet.',
  'event-printer-shutdown': 'Drucker {subject} wurde außer Betrieb genommen.',
  'event-printer-config-changed': 'Drucker {subject} wurde geändert.',
  'event-printer-queue-order-changed': 'Die Aufträge von Drucker {subject} haben eine andere Reihenfolge.',

  'price-none': 'Drucken kostet hier nichts.',
  'price-impression': '{price:money} je Druckseite.',
  'price-colour': '{price:money} Aufschlag je farbiger Druckseite.',
  'price-sheet': '{price:money} je Blatt.',
  'price-job': '{price:money} je Auftrag.',
  'left-money': '{name}: noch {left:money}.',
  'left-impressions': '{name}: noch {left:number} von {limit|# Druckseite|# Druckseiten} auf diesem Drucker.',
  'left-unlimited': '{name} druckt unbegrenzt.',
  'left-exempt': '{name} druckt kostenlos.',

  'quote-usage': '{impressions|# Druckseite|# Druckseiten} auf {sheets|# Blatt|# Blatt}.',
  'quote-usage-colour':
    '{impressions|# Druckseite|# Druckseiten} (davon {colour:number} farbig) auf {sheets|# Blatt|# Blatt}.',
  'quote-free': 'Kostenlos.',
  'quote-cost': 'Preis: {cost:money}.',
  'quote-least': 'Preis: mindestens {cost:money}.',
  charged: 'Berechnet: {cost:money}.',
  'quote-left-money': 'Es blieben {left:money}.',
  'quote-left-impressions': 'Es {left|bliebe # Druckseite|blieben # Druckseiten} übrig.',
  'quote-would-print': 'Der Auftrag würde gedruckt.',
  'quote-operator':
    'Der Auftrag würde auf den Betreuer warten, weil sich seine Seiten nicht zählen ließen ({why}).',
  'quote-by-device': 'Die Seiten ließen sich nicht zählen ({why}); berechnet würde, was das Gerät meldet.',
  'quote-refused': 'Der Auftrag würde abgelehnt:',
  'quote-only': 'Nur ein Kostenvoranschlag: Es wurde nichts gedruckt und nichts berechnet.',

  // What a job waits for, and why it is not released.
  'too-many-copies':
    'Der Auftrag verlangt {copies:number} Exemplare; {printer} druckt höchstens {limit:number}.',
  'document-too-large-there':
    'Das Dokument hat {octets:number} Byte; {printer} nimmt höchstens {limit:number}.',
  'several-documents-there':
    'Der Auftrag besteht aus mehreren Dokumenten, die {printer} nicht zusammen nimmt; drucken Sie ihn an {own}.',
  'not-countable-there':
    'Die Seiten des Auftrags ließen sich nicht zählen, und {printer} druckt nur, was gezählt ist.',
  'waits-for-pin': 'Er wird gedruckt, sobald er mit seiner PIN freigegeben wird.',
  'waits-for-release': 'Er wird gedruckt, sobald er freigegeben wird.',
  'release-expired':
    'Niemand hat ihn rechtzeitig freigegeben; er wurde nicht gedruckt und wird nicht berechnet.',
  'release-operator-only': 'Aufträge von {printer} gibt nur der Betreuer frei.',
  'release-too-weak': '{printer} verlangt einen besseren Nachweis, wer freigibt: {levels:or}, nicht {level}.',
  'release-where': 'Sagen Sie, an welchem Drucker Auftrag {job} gedruckt werden soll: {printers}.',
  'release-not-there': 'Auftrag {job} kann an {printer} nicht gedruckt werden.',
  'release-only-at': 'Er wird an {printer} gedruckt.',
  'release-stopped': '{printer} ist angehalten; wählen Sie einen anderen Drucker oder kommen Sie wieder.',
  'release-closed': '{printer} nimmt zurzeit keine Aufträge an; wählen Sie einen anderen Drucker.',
  'pin-needed': 'Auftrag {job} wird mit seiner PIN freigegeben.',
  'pin-encryption':
    'Die PIN von Auftrag {job} kam als {encryption}; geben Sie sie ebenso an oder so, wie sie ist (none).',
  'pin-wrong': 'Das ist nicht die PIN von Auftrag {job}; noch {left|# Versuch|# Versuche}.',
  'pin-too-often':
    'Für Auftrag {job} wurden {wrong:number} falsche PINs eingegeben; er kann nur noch abgebrochen werden.',

  // Why a job is not changed, and how a run of a CUPS backend ended.
  'cannot-be-held': 'Auftrag {job} kann nicht angehalten werden.',
  'cannot-be-changed': 'Auftrag {job} kann nicht geändert werden.',
  'cannot-be-scheduled': 'Auftrag {job} kann keinen anderen Platz bekommen.',
  'cannot-be-released': 'Auftrag {job} kann nicht freigegeben werden.',
  'job-is-incoming': 'Sein Dokument ist noch nicht eingetroffen.',
  'job-is-counting': 'Seine Seiten werden gezählt.',
  'job-is-held': 'Er ist angehalten.',
  'job-is-pending': 'Er wartet auf sein Gerät.',
  'job-is-relaying': 'Er wird gerade gedruckt.',
  'job-is-printed': 'Er ist gedruckt.',
  'job-is-refused': 'Er wurde abgelehnt.',
  'job-is-cancelled': 'Er wurde abgebrochen.',
  'job-is-failed': 'Er ist fehlgeschlagen.',
  'job-is-quoted': 'Es war nur ein Kostenvoranschlag.',
  'waits-for-operator': 'Auftrag {job} wartet auf den Betreuer.',
  'not-in-doubt': 'Auftrag {job} wartet nicht auf den Betreuer.',
  'never-judged':
    'Auftrag {job} wurde nie beurteilt und kann daher nicht gedruckt sein; bitte aufgeben und neu drucken.',
  'impressions-needed':
    'Die Seiten von Auftrag {job} ließen sich nicht zählen; bitte angeben, wie viele Druckseiten gedruckt wurden.',
  'backend-killed': 'Das Backend wurde durch {signal} beendet.',
  'backend-not-started': 'Das Backend ließ sich nicht starten.',
  'backend-ended-well': 'Das Backend ist ordentlich zu Ende gekommen.',
  'backend-ended': 'Das Backend endete mit dem Code {exit}.',
  'backend-stopped': 'CUPS hat das Backend angehalten.',
  'cups-no-run': 'Von seinem letzten Lauf ist nichts bekannt.',
  'cups-silent': 'CUPS hat begonnen, ihn zu drucken, und seither nichts mehr gemeldet.',
  'cups-stopped-for-good':
    'CUPS hat ihn während des Druckens angehalten, und er ist nicht wiedergekommen; der Betreuer entscheidet, was gedruckt wurde.',
  'cups-may-print-again': 'Er wird vielleicht noch einmal gedruckt.',
  'cups-may-try-again': 'CUPS versucht es vielleicht noch einmal.',
  'never-printed': 'Er wurde nie gedruckt.',
};
