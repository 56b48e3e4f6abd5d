import { attribute, type IppAttribute, resolution } from '../../ipp/index.ts';
import { type Ability, mirrored } from './offer.ts';

/** What a driverless client must know before it makes raster pages (PWG 5102.4, Apple's urf-supported). */
export function rasterAttributes(ability: Ability): readonly IppAttribute[] {
  const { formats } = ability.capabilities;
  const ours = [
    ...(formats.includes('image/pwg-raster') ? pwgRaster(ability) : []),
    ...(formats.includes('image/urf') ? [attribute('urf-supported', ...urf(ability))] : []),
  ];
  const wanted = new Set(ours.map((each) => each.name));
  return mirrored(ours, ability.device, (name) => wanted.has(name));
}

function pwgRaster({ capabilities, resolutions }: Ability): readonly IppAttribute[] {
  const types = ['black_1', 'sgray_8', ...(capabilities.colour ? ['srgb_8'] : [])];
  return [
    attribute(
      'pwg-raster-document-resolution-supported',
      ...resolutions.map((dots) => resolution(dots, dots)),
    ),
    attribute('pwg-raster-document-type-supported', ...types),
    // Without it Windows and Android take the back side for unusable.
    attribute('pwg-raster-document-sheet-back', 'normal'),
  ];
}

/**
 * V version · CP1 copies · W8 grey, SRGB24 colour · PQ qualities · RS resolutions · DM1 two-sided, back side as it is ·
 * IS, MT and OB one source, type and bin. A list without DM hides two-sided printing from Apple's clients.
 */
function urf({ capabilities, resolutions, carries }: Ability): readonly string[] {
  const twoSided = carries('sides') && capabilities.sides.some((sides) => sides !== 'one-sided');
  return [
    'V1.4',
    ...(carries('copies') ? ['CP255'] : ['CP1']),
    'W8',
    ...(capabilities.colour ? ['SRGB24'] : []),
    'PQ4',
    `RS${resolutions.join('-')}`,
    ...(twoSided ? ['DM1'] : []),
    'IS1',
    'MT1',
    'OB10',
  ];
}
