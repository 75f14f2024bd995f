import { NexusError } from '../errors/nexus-error.ts';
import { nodeSetSheet } from './node-set.ts';
import { readXml } from './read-xml.ts';
import { tiaAddress } from './table-formats.ts';
import type { TagSheet } from './tag-sheet.ts';
import { type FoundTag, textTable } from './text-table.ts';

/**
 * Tags of an XML file: a NodeSet2, or a tag table of TIA Portal as the portal or Openness writes it.
 * @throws NexusError NX_TAG_FILE for any other.
 */
export function xmlSheet(name: string, text: string): Omit<TagSheet, 'parts' | 'part'> {
  const root = /<\s*(?:[\w.]+:)?([\w.]+)[\s/>]/.exec(text.replaceAll(/<[?!][^>]*>/g, ''))?.[1];
  if (root === 'UANodeSet') return nodeSetSheet(name, text);
  const tags = root === 'Tagtable' ? portalTags(name, text) : opennessTags(name, text);
  if (tags.length === 0)
    throw new NexusError(
      'NX_TAG_FILE',
      `${name} is XML without tags that are known here. Choose a NodeSet2 or a tag table of TIA Portal.`,
    );
  return textTable('tia-xml', tags, []);
}

/** `<Tag type="Real" addr="%MD4" remark="…">Name</Tag>` */
function portalTags(name: string, text: string): readonly FoundTag[] {
  const tags: FoundTag[] = [];
  let cells: Record<string, string> = {};
  readXml(name, text, {
    open: (element, attributes) => {
      if (element !== 'Tag') return;
      const address = tiaAddress(attributes.get('addr'), attributes.get('type'));
      cells = { address, description: attributes.get('remark'), access: writable(attributes.get('hmiWriteable')) };
    },
    close: (element, own) => {
      if (element === 'Tag') tags.push({ line: tags.length + 1, cells: { ...cells, name: own.trim() } });
    },
  });
  return tags;
}

const writable = (word: string): string => (/^true$/i.test(word) ? '' : 'read');

/** `<SW.Tags.PlcTag>` with an attribute list; the comment is the first text of its languages. */
function opennessTags(name: string, text: string): readonly FoundTag[] {
  const tags: FoundTag[] = [];
  let tag: { name: string; type: string; address: string; comment: string } | undefined;
  readXml(name, text, {
    open: (element) => {
      if (element === 'SW.Tags.PlcTag') tag = { name: '', type: '', address: '', comment: '' };
    },
    close: (element, own) => {
      if (!tag) return;
      if (element === 'DataTypeName') tag.type = own.trim();
      else if (element === 'LogicalAddress') tag.address = own.trim();
      else if (element === 'Text') tag.comment ||= own.trim();
      // Older versions name the type by a link, whose name comes behind that of the tag.
      else if (element === 'Name' && tag.name === '') tag.name = own.trim();
      else if (element === 'Name' && tag.type === '') tag.type = own.trim();
      else if (element === 'SW.Tags.PlcTag') {
        const { address, type, comment } = tag;
        tags.push({
          line: tags.length + 1,
          cells: { name: tag.name, address: tiaAddress(address, type), description: comment },
        });
        tag = undefined;
      }
    },
  });
  return tags;
}
