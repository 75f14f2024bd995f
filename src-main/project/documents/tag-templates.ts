import { MAX_TEMPLATES, TagTemplate, TemplateId } from '../../../src-shared/contract/templates.ts';
import { TEMPLATES_FOLDER } from '../project-layout.ts';
import { DocumentFolder } from './document-folder.ts';

/** The templates of tags that people keep in a project. */
export const tagTemplates = (project: string): DocumentFolder<TagTemplate> =>
  new DocumentFolder(project, {
    folder: TEMPLATES_FOLDER,
    noun: 'template',
    schema: TagTemplate,
    id: TemplateId,
    most: MAX_TEMPLATES,
  });
