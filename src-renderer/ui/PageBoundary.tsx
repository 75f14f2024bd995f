import { Component, type ReactNode } from 'react';
import { EmptyState } from './EmptyState.tsx';

interface PageBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a page that cannot be drawn from taking the workbench with it, as when a part of it did not load. */
export class PageBoundary extends Component<PageBoundaryProps, { readonly fault: string | null }> {
  override state: { readonly fault: string | null } = { fault: null };

  static getDerivedStateFromError(error: unknown): { readonly fault: string } {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <EmptyState text={`This page could not be drawn (${fault}). The other tabs go on.`}>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load the page anew
        </button>
      </EmptyState>
    );
  }
}
