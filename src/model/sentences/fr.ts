import type { Catalogue } from './catalogue.ts';

/** French. A no-break space stands before the high punctuation marks. */
export const fr: Catalogue = {
  'unknown-printer': 'Il n’y a pas d’imprimante nommée {printer}.',
  'queue-of-cups': '{printer} est une file d’un serveur CUPS ; imprimez dans cette file.',
  'queue-without-device':
    '{printer} est une file de CUPS sans périphérique propre ; donnez à cette file le périphérique cupspykota:URI.',
  'queue-with-device':
    '{printer} a ici son propre périphérique ; en tant que file de CUPS, elle a le périphérique cupspykota: dans la configuration.',
  'server-stops': 'Le serveur d’impression est en cours d’arrêt ; réessayez dans une minute.',
  'switched-off': '{printer} n’accepte pas de travaux pour le moment ; un opérateur l’a désactivée.',
  'queue-full': 'La file de {printer} est pleine ; réessayez plus tard.',
  'disk-full':
    'Le disque du serveur d’impression est plein ; réessayez plus tard ou prévenez l’administrateur.',
  'no-room': 'Le serveur d’impression n’a pas de place pour le document ; réessayez plus tard.',
  'store-away': 'Les comptes sont momentanément inaccessibles ; réessayez dans une minute.',
  'store-away-later': 'Les comptes sont inaccessibles ; réessayez plus tard.',
  'directory-away-later': 'L’annuaire des mots de passe est inaccessible ; réessayez plus tard.',
  'identity-too-weak': '{printer} exige une meilleure preuve de l’identité : {levels:or}, et non {level}.',
  'unknown-user': 'Il n’y a pas de compte pour {name} ; demandez-en un à l’administrateur.',
  'account-blocked': 'Le compte de {name} est bloqué ; adressez-vous à l’administrateur.',
  'format-not-taken': '{printer} n’accepte pas {format}, mais {formats}.',
  'format-found': 'Le document est de type {format} ; {printer} accepte {formats}.',
  'document-would-be-too-large':
    'Le document ferait {octets:number} octets ; {printer} en accepte au plus {limit:number}.',
  'document-too-large': 'Le document dépasse {limit:number} octets, le maximum accepté par cette imprimante.',
  'no-such-pages': 'Les plages choisies ne contiennent aucune page du document.',
  'not-countable':
    'Les pages n’ont pas pu être comptées ({why}). Cette imprimante n’accepte que les documents qu’elle peut compter.',
  'one-not-countable': 'Un document de ce travail n’a pas pu être compté ({why}) ; envoyez-le séparément.',
  'job-too-large':
    'Ce travail demande {need|# face imprimée|# faces imprimées} ; cette imprimante en permet {limit:number} par travail.',
  'job-too-dear': 'Ce travail coûterait {cost:money}, plus que ce qu’un travail peut coûter ({limit:money}).',
  'over-balance': 'Ce travail coûte {cost:money} ; il reste {left:money} sur le compte.',
  'over-quota':
    'Ce travail demande {need|# face imprimée|# faces imprimées} ; il en reste {left:number} sur {limit:number} pour {printer}.',

  'soft-limit-passed':
    'Le seuil d’avertissement de {limit|# face imprimée|# faces imprimées} sur {printer} est dépassé.',
  'operator-counts': 'Les pages n’ont pas pu être comptées ({why}) ; un opérateur décide.',
  'cancelled-by-owner': 'Annulé par son propriétaire.',
  'cancelled-by-operator': 'Annulé par un opérateur.',
  'cancelled-unsent': 'Annulé avant tout envoi.',
  'cancelled-told': 'Annulé ; l’appareil a indiqué ce qu’il avait imprimé.',
  'cancelled-full': 'Annulé pendant l’impression ; facturé en entier.',
  'cancelled-free': 'Annulé pendant l’impression ; non facturé.',
  'cancelled-operator': 'Annulé pendant l’impression ; un opérateur décide de ce qui a été imprimé.',
  'given-up': 'Abandonné par un opérateur ; non facturé.',
  'sent-again': 'Renvoyé par un opérateur.',
  'release-in-cups': 'Un opérateur autorise l’impression ; libérez le travail dans CUPS.',
  'server-ended':
    'Le serveur s’est arrêté pendant l’impression de ce travail, et l’appareil ne peut pas dire ce qu’il en est advenu.',
  'nobody-counted':
    'Le travail a été envoyé, mais ses pages n’ont pas pu être comptées et l’appareil n’en a pas indiqué le nombre.',
  'document-late': 'Le document n’est pas arrivé à temps.',
  'document-missing': 'Le travail a été fermé sans document.',
  'upload-broke-off': 'L’envoi du document a été interrompu.',
  'server-restarted': 'Le serveur a redémarré avant que le document soit complet.',
  'printer-gone': 'L’imprimante {printer} n’est plus configurée.',

  'no-such-job': 'Ce travail n’existe pas.',
  'no-job': 'Il n’y a pas de travail {job}.',
  'no-printer': 'Il n’y a pas d’imprimante « {printer} ».',
  'no-default-printer': 'Il n’y a pas d’imprimante par défaut.',
  'nothing-there': 'Il n’y a rien à l’adresse {uri}.',
  'no-subscription': 'Il n’y a pas d’abonnement {id}.',
  'subscription-not-yours': 'L’abonnement appartient à quelqu’un d’autre.',
  'subscription-of-job': 'L’abonnement à un travail ne peut pas être renouvelé.',
  'nothing-here': 'Il n’y a rien à cette adresse.',
  'no-document': 'Le travail {job} n’a pas de document {number}.',
  'not-yours': 'Ce travail appartient à quelqu’un d’autre.',
  'operators-only': 'Seuls les opérateurs de cette imprimante peuvent faire cela.',
  'password-needed': 'Un nom d’utilisateur et son mot de passe sont nécessaires.',
  'too-many-failures': 'Trop de mots de passe erronés ; réessayez dans quelques minutes.',
  'encryption-needed': 'Une connexion chiffrée est nécessaire.',
  'job-ended': 'Le travail {job} est terminé.',
  'job-not-ended': 'Le travail {job} n’est pas encore terminé.',
  'job-closed': 'Le travail {job} est fermé ; il n’accepte plus de document.',
  'job-receiving': 'Le travail {job} est en train de recevoir son document.',
  'job-cancelled-meanwhile': 'Le travail {job} a été annulé entre-temps.',
  'one-document': 'Un travail de cette imprimante ne contient qu’un document.',
  'documents-max': 'Un travail contient au plus {limit:number} documents.',
  'other-device': 'Le travail {job} n’attend pas le même appareil.',
  'documents-together':
    'Les documents du travail {job} s’impriment ensemble ou pas du tout ; annulez le travail.',
  'cannot-lay-aside':
    'Le travail {job} est déjà dans l’appareil, qui ne peut pas le mettre de côté ; il peut être annulé.',
  'not-suspended': 'Le travail {job} n’est pas suspendu.',
  'nothing-printing': 'Rien n’est en cours d’impression sur {printer}.',
  'not-printing': 'Le travail {job} n’est pas en cours d’impression.',
  'document-not-kept':
    'Le document du travail {job} n’est pas conservé après la fin du travail ; renvoyez-le.',
  'not-shut-down': '{printer} n’est pas hors service.',
  'not-submitted-again':
    'Le travail {job} ne peut pas être soumis de nouveau, car les documents ne sont pas conservés ; renvoyez-le.',
  'attributes-too-large': 'Les attributs du travail sont trop volumineux.',
  'attributes-demanded': '{printer} n’accepte aucun travail sans {names}.',
  'two-sizes': 'media et media-col demandent des formats différents.',
  'document-not-fetched': 'Le document ne peut pas être récupéré : {why}.',
  'not-offered': 'L’imprimante ne peut pas faire ce qui est demandé : {names}.',
  'not-supported': 'Non pris en charge : {names}.',
  'not-settable': 'Non modifiable : {names}.',
  'format-not-supported': 'Les documents de type {format} ne sont pas pris en charge.',
  'compression-not-supported': 'Cette compression n’est pas prise en charge ; celles qui le sont : {names}.',
  'compression-damaged': 'Les données compressées du document sont endommagées.',
  'document-not-arrived': 'Le document n’est pas arrivé.',
  'operation-not-supported': '{operation} n’est pas pris en charge.',
  'unexpected-error': 'Le serveur d’impression a rencontré une erreur inattendue ; son journal en dit plus.',

  'device-unreachable': 'L’imprimante est injoignable ; les travaux attendent.',
  'printer-shut-down': 'Mise hors service par un opérateur.',
  'printer-paused': 'Mise en pause par un opérateur.',
  'printer-holds': 'Les nouveaux travaux attendent qu’un opérateur les libère.',
  'printer-closed': 'N’accepte pas de travaux.',

  'event-job-created': 'Le travail {subject} a été créé.',
  'event-job-completed': 'Le travail {subject} est terminé.',
  'event-job-state-changed': 'Le travail {subject} a changé d’état.',
  'event-job-config-changed': 'Le travail {subject} a été modifié.',
  'event-printer-state-changed': 'L’imprimante {subject} a changé d’état.',
  'event-printer-stopped': 'L’imprimante {subject} s’est arrêtée.',
  'event-printer-restarted': 'L’imprimante {subject} a redémarré.',
  'event-printer-shutdown': 'L’imprimante {subject} a été mise hors service.',
  'event-printer-config-changed': 'L’imprimante {subject} a été modifiée.',
  'event-printer-queue-order-changed': 'L’ordre des travaux de l’imprimante {subject} a changé.',

  'price-none': 'L’impression est gratuite ici.',
  'price-impression': '{price:money} par face imprimée.',
  'price-colour': '{price:money} de plus par face en couleur.',
  'price-sheet': '{price:money} par feuille.',
  'price-job': '{price:money} par travail.',
  'left-money': '{name} : il reste {left:money}.',
  'left-impressions':
    '{name} : il reste {left:number} sur {limit|# face imprimée|# faces imprimées} pour cette imprimante.',
  'left-unlimited': '{name} imprime sans limite.',
  'left-exempt': '{name} imprime gratuitement.',

  'quote-usage': '{impressions|# face imprimée|# faces imprimées} sur {sheets|# feuille|# feuilles}.',
  'quote-usage-colour':
    '{impressions|# face imprimée|# faces imprimées} (dont {colour:number} en couleur) sur {sheets|# feuille|# feuilles}.',
  'quote-free': 'Gratuit.',
  'quote-cost': 'Prix : {cost:money}.',
  'quote-least': 'Prix : au moins {cost:money}.',
  charged: 'Facturé : {cost:money}.',
  'quote-left-money': 'Il resterait {left:money}.',
  'quote-left-impressions': 'Il resterait {left|# face imprimée|# faces imprimées}.',
  'quote-would-print': 'Le travail serait imprimé.',
  'quote-operator': 'Le travail attendrait un opérateur, car ses pages n’ont pas pu être comptées ({why}).',
  'quote-by-device':
    'Les pages n’ont pas pu être comptées ({why}) ; ce que l’appareil indique serait facturé.',
  'quote-refused': 'Le travail serait refusé :',
  'quote-only': 'Simple devis : rien n’a été imprimé ni facturé.',

  // What a job waits for, and why it is not released.
  'too-many-copies':
    'Le travail demande {copies:number} exemplaires ; {printer} en imprime au plus {limit:number}.',
  'document-too-large-there':
    'Le document fait {octets:number} octets ; {printer} en accepte au plus {limit:number}.',
  'several-documents-there':
    'Le travail comporte plusieurs documents, que {printer} n’accepte pas ensemble ; imprimez-le sur {own}.',
  'not-countable-there':
    'Les pages de ce travail n’ont pas pu être comptées, et {printer} n’imprime que ce qui est compté.',
  'waits-for-pin': 'Il sera imprimé quand il sera libéré avec son code PIN.',
  'waits-for-release': 'Il sera imprimé quand il sera libéré.',
  'release-expired': 'Personne ne l’a libéré à temps ; il n’a pas été imprimé et n’est pas facturé.',
  'release-operator-only': 'Seul un opérateur libère les travaux de {printer}.',
  'release-too-weak': '{printer} exige une meilleure preuve de qui libère : {levels:or}, pas {level}.',
  'release-where': 'Indiquez sur quelle imprimante le travail {job} doit être imprimé : {printers}.',
  'release-not-there': 'Le travail {job} ne peut pas être imprimé sur {printer}.',
  'release-only-at': 'Il est imprimé sur {printer}.',
  'release-stopped': '{printer} est arrêtée ; choisissez une autre imprimante ou revenez plus tard.',
  'release-closed': '{printer} n’accepte pas de travaux pour le moment ; choisissez une autre imprimante.',
  'pin-needed': 'Le travail {job} est libéré avec son code PIN.',
  'pin-encryption':
    'Le code PIN du travail {job} a été envoyé en {encryption} ; donnez-le ainsi, ou tel quel (none).',
  'pin-wrong': 'Ce n’est pas le code PIN du travail {job} ; encore {left|# essai|# essais}.',
  'pin-too-often':
    '{wrong:number} codes PIN erronés ont été donnés pour le travail {job} ; il ne peut plus qu’être annulé.',
};
